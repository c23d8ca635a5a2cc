"""Addresses that can be sent: what is chosen stands in them by its code, in any language, and survives a reload."""

import pytest

OFFICE = {"name": "联席办", "role": "office"}
UPLOAD = {"county": "522326", "form": "county_empowerment"}


def in_address(page) -> dict[str, str]:
    given = page.app.query_params  # a text, or a list of one
    return {key: given[key] if isinstance(given[key], str) else given[key][0] for key in given}


def chosen(page, *keys: str) -> dict[str, object]:
    return {key: page.app.selectbox(key=key).value for key in keys}


def reloaded(visit, page, engine, name: str):
    """The same address in another browser, which reads English."""
    return visit(engine, name, who=OFFICE, **in_address(page), language="English")


def test_link_with_codes_chooses_and_stays_through_choices_and_reloads(visit, small):
    page = visit(small.engine, "upload", who=OFFICE, **UPLOAD)
    assert chosen(page, *UPLOAD) == UPLOAD
    assert in_address(page) == UPLOAD and in_address(page.run()) == UPLOAD
    page.app.selectbox(key="county").select("522301")
    other = UPLOAD | {"county": "522301"}
    assert in_address(page.run()) == other and chosen(page, *UPLOAD) == other
    assert chosen(reloaded(visit, page, small.engine, "upload"), *UPLOAD) == other


def test_what_is_emptied_leaves_the_address(visit, small):
    page = visit(small.engine, "upload", who=OFFICE, **UPLOAD)
    page.app.selectbox(key="county").set_value(None)
    assert in_address(page.run()) == {"form": UPLOAD["form"]} and chosen(page, "county") == {"county": None}


def test_address_of_the_page_alone_chooses_as_ever(visit, small):
    page = visit(small.engine, "upload", who=OFFICE)
    assert chosen(page, *UPLOAD) == {"county": None, "form": "village_cleanup"} and not in_address(page)


@pytest.mark.parametrize(
    ("page", "key", "code", "value"),
    [
        ("tables", "table", "county_empowerment", ("values", "county_empowerment")),
        ("tables", "table", "targets:county_empowerment", ("targets", "county_empowerment")),
        ("upload", "collecting", "2023-06-2", "2023-06-2"),
        ("cleanup", "half_month", "2023-06-1", "2023-06-1"),
    ],
)
def test_every_page_takes_a_code_and_keeps_it(visit, small, page, key, code, value):
    shown = visit(small.engine, page, who=OFFICE, **{key: code})
    assert shown.app.selectbox(key=key).value == value
    again = reloaded(visit, shown.run(), small.engine, page)
    assert again.app.selectbox(key=key).value == value and key in in_address(again)


def test_view_of_the_administration_is_named_by_code(visit, small):
    page = visit(small.engine, "admin", who=OFFICE, view="history")
    assert page.app.segmented_control(key="view").value == "history" and in_address(page) == {"view": "history"}


def test_words_of_an_older_link_are_read(visit, small):
    page = visit(small.engine, "upload", who=OFFICE, form="县级赋能表")
    assert chosen(page, "form") == {"form": "county_empowerment"} and "网址里的" not in page.text


@pytest.mark.parametrize(
    ("page", "key", "code", "who", "value"),
    [
        pytest.param("upload", "county", "522324", OFFICE, None, id="no such county"),
        pytest.param("upload", "form", "<b>x", OFFICE, "village_cleanup", id="no such form"),
        pytest.param(
            "upload", "county", "522326", {"role": "reporter", "unit": "522301"}, "522301", id="not one's own"
        ),
        pytest.param("tables", "table", "secrets", OFFICE, ("values", "county_empowerment"), id="no such table"),
    ],
)
def test_code_that_cannot_be_chosen_is_passed_over_with_a_sentence(visit, small, page, key, code, who, value):
    shown = visit(small.engine, page, who={"name": "张三"} | who, **{key: code})
    assert shown.app.selectbox(key=key).value == value
    assert "网址里的“" in shown.text and "不能选" in shown.text


@pytest.mark.parametrize("page", ["progress", "cleanup", "monitoring"])
def test_unit_that_is_none_is_passed_over_with_a_sentence(visit, small, page):
    assert "网址里的“9999”没有这个单位" in visit(small.engine, page, who=OFFICE, unit="9999").text
    assert "网址里的" not in visit(small.engine, page, who=OFFICE, unit="522301").text


@pytest.mark.parametrize(("page", "key"), [("progress", "half_month"), ("upload", "collecting")])
@pytest.mark.parametrize("asked", ["2030-01-1", "*soon*"])
def test_half_month_that_was_not_opened_is_passed_over_with_a_sentence(visit, small, page, key, asked):
    text = visit(small.engine, page, who=OFFICE, **{key: asked}).text
    assert f"地址里的半月 {asked} 没有开过" in text.replace("\\", "")
    assert "地址里的半月" not in visit(small.engine, page, who=OFFICE, **{key: "2023-06-2"}).text
