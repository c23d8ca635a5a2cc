"""管理·催报: what was sent to whom, with what answer, and who is reached by nothing."""

from collections.abc import Collection, Sequence

from lib.kept.models import Reminder
from lib.kept.reference import Reference
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import NAMED, department_name, names, unit_name
from lib.words.kept_sentences import as_read
from lib.words.language import gettext as _
from lib.words.settings import settings


def sent_board(sent: Sequence[Reminder], reference: Reference, demo: bool) -> Block:
    """The last reminders, newest first."""
    second = _plan(demo)
    if not sent:
        return Block(Finding(_("No reminder was sent yet"), second))
    headers = (_("Day"), _("Tried last"), _("To"), _("About whom"), _("State"), _("Answer"))
    rows = [
        (
            blocks.element("span", "by-one-line", str(reminder.day)),
            blocks.element("span", "by-one-line", settings().clock(reminder.at)),
            blocks.element("span", "by-words", _recipient(reminder.target)),
            names([name_of(code, reference) for code in reminder.units.split()]),
            _state(reminder),
            blocks.element("span", "by-words", as_read(reminder.answer)),
        )
        for reminder in sent
    ]
    return Block(Finding(_("{count} reminders, the last first").format(count=len(rows)), second),
                 blocks.table(headers, rows))  # fmt: skip


def _recipient(target: str) -> str:
    """邮件 zhang@gz.cn, 企业微信 qyapi.weixin.qq.com 5f0e1a."""
    way, _blank, where = target.partition(" ")
    ways = {"mail": _("mail"), "wecom": _("WeCom"), "dingtalk": _("DingTalk"), "feishu": _("Feishu")}
    return f"{ways.get(way, way)} {where}"


def name_of(code: str, reference: Reference) -> str:
    """The name of a county or a department; the code of one that is gone."""
    unit = reference.units.get(code)
    return unit_name(unit) if unit else department_name(reference, code)


def _plan(demo: bool) -> str:
    if demo:
        return _("This is a demonstration: nothing is sent from it")
    if not settings().reminders.send:
        return _("Off: set reminders.send in config.toml")
    text = _("On the due day and the working days after it at {at}, to whoever has not reported; once a day")
    return text.format(at=settings().reminders.at)


def _state(reminder: Reminder) -> Markup:
    assert reminder.state.light is not None
    twice = _("{state}, tried twice").format(state=reminder.state.word) if reminder.tries > 1 else reminder.state.word
    return blocks.note_pill(twice, reminder.state.light)


def reminder_trouble(failed: Sequence[Reminder]) -> Markup:
    """The banner of reminders that did not go out on the last day; nothing where all did."""
    if not failed:
        return Markup("")
    first = _("{count} reminders of {day} were not sent").format(count=len(failed), day=failed[0].day)
    again = _("It is tried once more after half an hour.") if any(reminder.tries == 1 for reminder in failed) else ""
    text = _("{recipient}: {answer}")
    answers = _("; ").join(
        text.format(recipient=_recipient(reminder.target), answer=as_read(reminder.answer))
        for reminder in failed[:NAMED]
    )
    return blocks.banner("error", first, f"{answers} {again}".strip())


def unreached(codes: Collection[str], reference: Reference) -> Markup:
    """Who is to be reminded, but has neither a mail address nor a robot."""
    if not codes:
        return Markup("")
    listed = names([name_of(code, reference) for code in codes])
    return blocks.banner("warning", _("No address for: {names}").format(names=listed),
                         _("Write a mail address into an account of theirs, or name a robot for them"))  # fmt: skip
