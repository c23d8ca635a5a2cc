"""A store whose every text is hostile: the demo, renamed through the ledger's door, for the tests of safe display."""

from collections.abc import Iterator
from itertools import cycle

import sqlalchemy as sa

from lib.kept.changes import Change, current_records
from lib.kept.store import reading, writing
from lib.kept.tables import TABLES, Table
from lib.ledger.access import engineer
from lib.ledger.door import Act, save

EVIL = "evil.example"
IMAGE = f"<img src=http://{EVIL}/i.png onerror=alert(1)>"
PICTURE = f"![x](http://{EVIL}/m.png)"

# What is read as a formula, a tag, an attribute, Markdown, a placeholder or an expression somewhere else.
TEXTS = (
    PICTURE,
    IMAGE,
    f'=HYPERLINK("http://{EVIL}/x")',
    "<script>window.pwned=1</script>",
    f"[link](http://{EVIL})",
    ":material/home: **bold** $x^2$ :red[x] :smile: -> `code`",
    "{{7*7}} {0} {name} %s %(name)s ${alert(1)}",
    "\" onmouseover=\"window.pwned=1\" '",
    f"javascript:window.pwned=1//http://{EVIL}",
    "'] + datum.constructor.constructor('window.pwned=1')() + ['",
    "</style></title></textarea><svg onload=window.pwned=1>",
    f"<a href=http://{EVIL}>a</a><iframe src=http://{EVIL}></iframe>",
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "＝1+1＋2－3＠4",
    "# 标题 > 引用 1. 项 - 项 | 表 |",
    f"http://{EVIL}/ www.{EVIL} a@{EVIL}",
    "😀👨\u200d👩\u200d👧🏳️‍🌈 é한글",
    "\\*a\\* _b_ ~~c~~ [^1] &lt;b&gt; &#58; \\",
    "长" * 300,
)  # fmt: skip

# Marks that turn the text around them round, control characters and line ends that are none in a spreadsheet.
HIDDEN = (
    "\u202eevil\u202d 12",
    "\u2067村\u2066 34\u2069",
    "\u061c\u200f\u200e名\u2028称\u2029",
    "\t制\x00表\x07\x1b[31m\x7f\x85",
    "\r回\r\n车\ufeff\u200b\U000e0041",
)

# Columns of text that hold the words of a small language, not of people. A new unit of measure would renew every sum:
# it is written as older data.
WORDS = {
    ("indicator", "condition"), ("indicator", "unit"), ("admission", "units"), ("published", "kind"),
    ("published", "level"), ("published", "qualifier"), ("spot_plan", "indicators"), ("spot_plan", "frame"),
    ("spot_check", "stratum"),
}  # fmt: skip


def spoil(engine: sa.Engine) -> None:
    """Give every text of every record a hostile one, by an actor of a hostile name; some of them as older data,
    with marks that the door takes off today."""
    for number, table in enumerate(TABLES.values()):
        actor = TEXTS[number % len(TEXTS)][:40]
        with reading(engine) as connection:
            changes = list(_renamed(table, current_records(connection, table)))
        if changes:
            act = Act(engineer(actor), "edit", note=TEXTS[-number % len(TEXTS)], file_name=f"{actor}.csv", loads=True)
            save(engine, act, changes)
    _older(engine)


def _renamed(table: Table, records: dict) -> Iterator[Change]:
    """The changes of one table; records of one level get different texts, the worst ones first."""
    ordered = sorted(records.items(), key=lambda item: (len(item[0][0]), item[0]) if table.name == "unit" else item[0])
    for column in table.columns:
        if column.kind != "text" or column.name in table.key or (table.name, column.name) in WORDS:
            continue
        for place, (key, record) in enumerate(ordered):
            after = text(place)[: column.longest]
            if record[column.name] != after:
                yield Change(table.name, key, column.name, record[column.name], after)


def text(place: int) -> str:
    """The hostile texts one after the other, none of them twice."""
    again, which = divmod(place, len(TEXTS))
    return f"{TEXTS[which]} {again}" if again else TEXTS[which]


def _older(engine: sa.Engine) -> None:
    """Texts with hidden marks, as they came in before they were taken off."""
    with writing(engine) as connection:
        for table, column, key in MARKED:
            ids = connection.execute(sa.text(f'SELECT {key} FROM "{table}" ORDER BY {key}')).scalars().all()
            update = sa.text(f'UPDATE "{table}" SET {column} = :text WHERE {key} = :id')
            for number, (which, mark) in enumerate(zip(ids[3::7], cycle(HIDDEN), strict=False)):
                connection.execute(update, {"text": f"{mark}{number}", "id": which})
        units = sa.text("UPDATE indicator SET unit = :text WHERE id = :id AND unit <> '%'")
        for number, measure in enumerate(TEXTS):
            connection.execute(units, {"text": measure, "id": 2 * number})
        connection.execute(_STILL_COMPARABLE)


# A rule between columns holds only where both are counted in the same.
_STILL_COMPARABLE = sa.text(
    "UPDATE indicator SET unit = (SELECT MIN(s.unit) FROM column_rule r JOIN indicator s ON s.code = r.smaller"
    " WHERE r.larger = indicator.code) WHERE code IN (SELECT larger FROM column_rule)"
)

MARKED = (
    ("unit", "name", "code"), ("department", "name", "code"), ("action_item", "title", "code"),
    ("indicator", "name", "code"), ("task", "name", "code"), ("admission", "matter", "code"),
    ("burden_event", "title", "code"), ("batch", "actor", "id"),
)  # fmt: skip
