"""管理·历史: when the history was last held to itself, and what was found."""

import json

import sqlalchemy as sa

from lib.kept.chain import CODE_LENGTH
from lib.kept.history_check import last_check
from lib.kept.models import HistoryCheck
from lib.kept.printed import Printed
from lib.kept.store import reading
from lib.ledger.door import Receipt
from lib.show import blocks
from lib.show.blocks import Finding, Markup
from lib.words.language import gettext as _
from lib.words.settings import settings

MOST_SENTENCES = 5  # sentences on the page; `check` prints them all


def check_trouble(store: sa.Engine) -> Markup:
    """The banner of what the last check found; nothing where all agreed, or none was made."""
    last = _last(store)
    if last is None or not last.count:
        return Markup("")
    title = _("History and data do not agree, places: {count}").format(count=last.count)
    return blocks.banner("error", title, _("; ").join(_sentences(last)))


def check_board(store: sa.Engine) -> Finding:
    """When it was last checked, how much of it, and with what result."""
    last = _last(store)
    if last is None:
        return Finding(_("The history was not checked yet"), _("A check compares hashes, files and values"))
    return Finding(_title(last), _how_much(last))


def checked(check: HistoryCheck) -> Markup:
    """What to say of a check that was just made."""
    if check.count:
        return Markup("")  # it stands above in every run, until a check finds nothing
    return blocks.banner("success", _title(check), _how_much(check))


def _title(last: HistoryCheck) -> str:
    text = _("History checked {at}: all agrees") if last.whole else _("History checked {at}: what was seen agrees")
    if last.count:
        text = _("History checked {at}; places that do not agree: {count}")
    return text.format(at=settings().clock(last.at), count=last.count)


def code_answer(printed: Printed) -> Markup:
    """What to say of a code that was read from paper."""
    first, second = _printed(printed)
    if printed.act is None or printed.found:
        return blocks.banner("error", first, second)
    return blocks.banner("success" if printed.looked == printed.acts else "warning", first, second)


def printed_sentence(printed: Printed) -> str:
    """The same on one line, for a console."""
    return _("; ").join(filter(None, _printed(printed)))


def _printed(printed: Printed) -> tuple[str, str]:
    """Whether the history up to there is the one that was printed, and whose act the code is."""
    if printed.act is None:
        text = _("No act has the code {code}: the history is not the one that it was printed from")
        return text.format(code=printed.code[:CODE_LENGTH]), ""
    act = _("{code} is the code of no. {batch} of {at} by {actor}").format(
        code=printed.code[:CODE_LENGTH],
        batch=printed.act.id,
        at=settings().moment(printed.act.at),
        actor=printed.act.actor,
    )
    if printed.found:
        first = _("The history up to there was changed since it was printed, places: {count}")
        return first.format(count=len(printed.found)), _("; ").join([act, *printed.found[:MOST_SENTENCES]])
    if printed.looked < printed.acts:
        first = _("What was looked at is as it was printed; newest batches up to there: {looked} of {acts}")
        every = _("all of them: python -m lib check --code {code}").format(code=printed.code[:CODE_LENGTH])
        return first.format(looked=printed.looked, acts=printed.acts), _("; ").join([act, every])
    first = _("The history up to there is still the one that was printed, batches: {acts}")
    return first.format(acts=printed.acts), act


def closed(receipt: Receipt) -> Markup:
    """A half month is closed: the code of the data as they stand then, to be written down."""
    first = _("Closed, saved as no. {batch}").format(batch=receipt.batch)
    second = _("Code of the data {code}: it stands in the history, and tells later whether anything was changed")
    return blocks.banner("success", first, second.format(code=receipt.seal[:CODE_LENGTH]))


def _how_much(last: HistoryCheck) -> str:
    parts = [_("batches checked: {looked} of {batches}").format(looked=f"{last.looked:,}", batches=f"{last.batches:,}")]
    parts += [] if last.whole else [_("stopped after a while; all of it: python -m lib check")]
    parts += [_("code of the data {code}").format(code=last.seal[:CODE_LENGTH])] if last.seal else []
    return _("; ").join(parts)


def _sentences(last: HistoryCheck) -> list[str]:
    sentences: list[str] = json.loads(last.found)
    more = [_("All of them: python -m lib check")] if last.count > MOST_SENTENCES else []
    return [*sentences[:MOST_SENTENCES], *more]


def _last(store: sa.Engine) -> HistoryCheck | None:
    with reading(store) as connection:
        return last_check(connection)
