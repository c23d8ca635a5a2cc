"""What of Markdown the project's documents use becomes markup; all else stays a text."""

import pytest

from lib.show.blocks import Around, document

AROUND = Around(lambda link: None if link == "nowhere.md" else f"/help?page={link}", lambda source: f"data:{source}")


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        pytest.param("## 关闭 半月", '<h3 id="关闭-半月">关闭 半月</h3>', id="heading"),
        pytest.param("一句 **要紧** `code|x`", "<p>一句 <b>要紧</b> <code>code|x</code></p>", id="inline"),
        pytest.param("a < b & **c", "<p>a &lt; b &amp; **c</p>", id="text"),
        pytest.param("[见](a.md)", '<p><a href="/help?page=a.md" target="_self">见</a></p>', id="link"),
        pytest.param("[见 `x`](nowhere.md)", "<p>见 <code>x</code></p>", id="no-page-no-link"),
        pytest.param("![图](a.png)", '<p><img src="data:a.png" alt="图"></p>', id="picture"),
        pytest.param("先：\n- 一\n  接着\n- 二", "<p>先：</p><ul><li>一\n  接着</li><li>二</li></ul>", id="list"),
        pytest.param("1. 一\n2. 二", "<ol><li>一</li><li>二</li></ol>", id="steps"),
        pytest.param("3. 三\n4. 四", '<ol start="3"><li>三</li><li>四</li></ol>', id="steps-that-go-on"),
        pytest.param("    ls\n    cd", "<pre><code>ls\ncd</code></pre>", id="indented"),
        pytest.param("```console\n$ a\n\n# b\n```\n", "<pre><code>$ a\n\n# b</code></pre>", id="fence"),
        pytest.param(
            "| a | |\n|---|---|\n| `x \\| y` | 甲<br>乙 |",
            '<table><thead><tr><th scope="col">a</th><th scope="col"></th></tr></thead>'
            "<tbody><tr><td><code>x | y</code></td><td>甲<br>乙</td></tr></tbody></table>",
            id="table",
        ),
        pytest.param("1. 一\n   - 甲\n   - 乙\n2. 二", "<ol><li>一<ul><li>甲</li><li>乙</li></ul></li><li>二</li></ol>",
                     id="list-in-a-list"),
    ],
)  # fmt: skip
def test_document_as_markup(text, markup):
    assert document(text, AROUND) == f'<article class="by-doc">{markup}</article>'
