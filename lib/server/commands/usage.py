"""argparse in the language of this run, and what is wrong with a command beyond its grammar."""

import argparse

from lib.review.submissions import ReportKey
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


class BadUsage(Exception):
    """The command names something that does not exist; the message says what there is."""


def speak() -> None:
    """Let argparse say its own words in the language of this run.

    It looks them up by its module's `_`, Python's gettext, which knows only compiled catalogues.
    """
    texts = {
        "usage: ": _("Usage: "),
        "positional arguments": _("What is given"),
        "options": _("Choices"),
        "show this help message and exit": _("show this help"),
        "%(prog)s: error: %(message)s\n": _("%(prog)s cannot be understood: %(message)s\n"),
        "argument %(argument_name)s: %(message)s": _("%(argument_name)s: %(message)s"),
        "the following arguments are required: %s": _("missing: %s"),
        "one of the arguments %s is required": _("one of these is needed: %s"),
        "not allowed with argument %s": _("cannot stand beside %s"),
        "unrecognized arguments: %s": _("unknown: %s"),
        "invalid choice: %(value)r (choose from %(choices)s)": _("there is no %(value)r, only %(choices)s"),
        "invalid %(type)s value: %(value)r": _("%(value)r is not a whole number"),
        "expected one argument": _("a value must follow"),
        "expected at least one argument": _("at least one value must follow"),
    }
    vars(argparse)["_"] = lambda message: texts.get(message, message)


def half_month(text: str) -> HalfMonth:
    """A half month in any usual spelling, as argparse wants it read."""
    try:
        return HalfMonth.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def form_and_county(text: str) -> ReportKey:
    """village_cleanup:522301, as argparse wants it read."""
    form, colon, county_code = text.partition(":")
    if not (form and colon and county_code):
        raise argparse.ArgumentTypeError(
            _("{text} is not FORM:COUNTY; write it like village_cleanup:522301").format(text=text)
        )
    return ReportKey(form, county_code)
