"""What an address asks the projector for: /screen?half_month=2023-06-2&slides=figures,ranking&slide=3&rotate=false.

What it asks in vain is passed over, and said on the first slide; what is left out is as config.toml has it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lib.kept.reference import Reference
from lib.show.screens.topics import all_topics, turn
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings

SHORTEST, LONGEST = 3, 3600  # seconds that a slide may stand
MOST_SLIDES = 99  # a number past the last slide is brought back to it by the page, which alone counts them


@dataclass(frozen=True)
class Asked:
    """`half_month` None is the one reviewed, `county` "" the prefecture; `slide` counts from 1 and may be too high."""

    half_month: HalfMonth | None
    county: str
    topics: tuple[str, ...]
    slide: int
    rotate: bool
    seconds: int
    notice: str


def asked(query: Mapping[str, str], reference: Reference, half_months: Collection[HalfMonth]) -> Asked:
    """Read the address; `half_months` are those that were opened."""
    notices: list[str] = []
    return Asked(
        half_month=_half_month(query.get("half_month", ""), half_months, notices),
        county=_county(query.get("county", ""), reference, notices),
        topics=_topics(query.get("slides", ""), reference, notices),
        slide=_number(query.get("slide", ""), 1, 1, MOST_SLIDES),
        rotate={"true": True, "false": False}.get(query.get("rotate", ""), settings().screen.rotate),
        seconds=_number(query.get("seconds", ""), settings().screen.seconds, SHORTEST, LONGEST),
        notice=" ".join(notices),
    )


def _half_month(text: str, known: Collection[HalfMonth], notices: list[str]) -> HalfMonth | None:
    if not text:
        return None
    try:
        half_month = HalfMonth.parse(text)
    except ValueError:
        half_month = None
    if half_month in known:
        return half_month
    notices.append(_("The address asks for the half month {text}, which was not opened.").format(text=text[:20]))
    return None


def _county(code: str, reference: Reference, notices: list[str]) -> str:
    if not code:
        return ""
    unit = reference.units.get(code)
    if unit and unit.level == "county":
        return code
    notices.append(_("The address asks for {text}, which is no county's code.").format(text=code[:20]))
    return ""


def _topics(text: str, reference: Reference, notices: list[str]) -> tuple[str, ...]:
    """The topics in the order given, each once."""
    # typed by hand, in any case and with whatever commas the keyboard gives
    known = {code.lower(): code for code in all_topics(reference)}
    asked_for = list(dict.fromkeys(filter(None, (part.strip().lower() for part in re.split(r"[,，、\s]+", text)))))
    if unknown := [part[:20] for part in asked_for if part not in known]:
        said = _("There is no slide {names}; slides are {known}.")
        notices.append(said.format(names=", ".join(unknown[:3]), known=", ".join(known.values())))
    return tuple(known[part] for part in asked_for if part in known) or turn(reference)


def _number(text: str, default: int, least: int, most: int) -> int:
    # int() raises on a text of thousands of digits; five are more than any limit here
    return min(max(int(text), least), most) if text.isdecimal() and len(text) < 6 else default


def written(wish: Asked, reference: Reference) -> dict[str, str]:
    """The address of what is shown, without what config.toml says anyway."""
    screen = settings().screen
    query = {
        "half_month": str(wish.half_month) if wish.half_month else "",
        "county": wish.county,
        "slides": "" if wish.topics == turn(reference) else ",".join(wish.topics),
        "slide": "" if wish.slide == 1 else str(wish.slide),
        "rotate": "" if wish.rotate == screen.rotate else str(wish.rotate).lower(),
        "seconds": "" if wish.seconds == screen.seconds else str(wish.seconds),
    }
    return {name: text for name, text in query.items() if text}
