"""数据报送, several files at once: a row for each with what it is and what can be saved, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lib.kept.reference import Reference
from lib.review.several import Drop, Item, Outcome
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import form_name, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import MISSING

# px of the columns, in either language: names of files need the same room
WIDTHS = (230, 110, 130, 120, 75, 55, 60, 400)


@dataclass(frozen=True)
class ItemRows:
    """A row for each item, and the lights of their states."""

    rows: pd.DataFrame
    lights: dict[tuple[int, str], Light]


def verdict(drop: Drop) -> Markup:
    """How many files can be saved and how many need a look, in two lines."""
    unchanged = sum(_is_kept(item) for item in drop.items)
    changes = sum(len(item.upload.preview.changes) for item in drop.savable if item.upload)
    first = _("{count} of {all} can be saved: {rows} rows, {changes} changes").format(
        count=len(drop.savable), all=len(drop.items), rows=f"{good(drop):,}", changes=f"{changes:,}"
    )
    sentences = [_("Click a row to look at its problems and changes.")]
    if unchanged:
        sentences.append(_("{count} hold what is kept already.").format(count=unchanged))
    if drop.left_out:
        more = _("Left out, since they are no tables: {names}")
        sentences.append(more.format(names=names(drop.left_out)))
    whole = len(drop.savable) + unchanged == len(drop.items)
    return blocks.banner("success" if whole else "warning", first, " ".join(sentences))


def _is_kept(item: Item) -> bool:
    """Whether the file says nothing else than what is kept."""
    return bool(item.upload and not item.upload.preview.changes and not item.upload.checked.problems)


def good(drop: Drop) -> int:
    """How many rows saving all saves."""
    return sum(item.upload.good for item in drop.savable if item.upload)


def table(drop: Drop, reference: Reference, chosen: HalfMonth) -> ItemRows:
    """The items: file, form, county, half month, rows that can be saved, problems, changes, state."""
    headers = [
        _("File"), _("Form"), _("County"), _("Half month"), _("Rows to save"), _("To mend"), _("Changes"), _("State"),
    ]  # fmt: skip
    states = [_state(item, chosen) for item in drop.items]
    rows = [(*_row(item, reference), state) for item, (state, _light) in zip(drop.items, states, strict=True)]
    lights = {(at, headers[-1]): light for at, (_said, light) in enumerate(states) if light}
    return ItemRows(pd.DataFrame(rows, columns=headers), lights)


def _row(item: Item, reference: Reference) -> tuple[str, ...]:
    form = form_name(reference, item.form) if item.form else MISSING
    counties = names([unit_name(reference.units[code]) for code in item.counties]) if item.counties else MISSING
    months = names([month.label for month in item.half_months]) if item.half_months else MISSING
    if item.upload is None:
        return item.name, form, counties, months, MISSING, MISSING, MISSING
    checked, preview = item.upload.checked, item.upload.preview
    counts = (item.upload.good, len(checked.problems), len(preview.changes))
    return item.name, form, counties, months, *(f"{count:,}" for count in counts)


def _state(item: Item, chosen: HalfMonth) -> tuple[str, Light | None]:
    """What saving all does with the item, and why not."""
    if item.upload is None:
        return f"■ {item.refused}", Light.FAR_BEHIND
    if item.disputes:
        return "▲ " + _("other values than in {names}; keep one of them").format(
            names=names(item.disputes)
        ), Light.BEHIND
    if item.after:
        return "▲ " + _("the same cells as {names}, which is saved first").format(names=names(item.after)), Light.BEHIND
    if not item.savable:
        return _why_not(item)
    text = _("the good rows can be saved") if item.upload.refused else _("can be saved")
    if any(month != chosen for month in item.half_months):
        text += _("; of the half month that the file names")
    return ("▲ " + text, Light.BEHIND) if item.upload.checked.problems else ("✓ " + text, Light.DONE)


def _why_not(item: Item) -> tuple[str, Light | None]:
    assert item.upload is not None
    if _is_kept(item):
        return _("no changes: it is kept already"), None
    return f"■ {item.upload.checked.problems[0].mend}", Light.FAR_BEHIND


def unread(item: Item) -> Markup:
    """Why nothing was read of a file."""
    return blocks.banner("error", _("“{name}” was not read").format(name=item.name), item.refused)


def outcomes(saved_items: Sequence[Outcome]) -> Block:
    """What became of each item that was to be saved."""
    saved = sum(outcome.receipt is not None for outcome in saved_items)
    title = _("{count} of {all} saved, each as an act of its own").format(count=saved, all=len(saved_items))
    headers = (_("File"), _("Saved as no."), _("Changes"), _("Please note"))
    return Block(Finding(title), blocks.table(headers, list(map(_outcome, saved_items)), {1, 2}))


def _outcome(outcome: Outcome) -> tuple[object, ...]:
    name = blocks.element("span", "by-words", outcome.item.name)
    if outcome.receipt is None:
        return name, None, None, outcome.refused
    return name, outcome.receipt.batch, f"{outcome.receipt.changes:,}", _("undone") if outcome.undone else ""
