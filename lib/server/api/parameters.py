"""What stands behind the ? of an address → checked values; every mistake with the parameter's name and its mend."""

import re
from collections.abc import Iterable, Sequence

from lib.server.api.describe import CODE, HALF_MONTH, LONGEST_CODE, Parameter, Wanted
from lib.server.api.problems import Fault, bad
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

QUOTED = 60  # characters of a value that a mistake shows
AT_ONCE = 30  # values of one parameter that takes several


def checked(given: Iterable[tuple[str, str]], parameters: Sequence[Parameter]) -> Wanted:
    """The parameters by name; raises ProblemDetails 400 with all that is wrong."""
    known = {parameter.name: parameter for parameter in parameters}
    wanted: dict[str, object] = {}
    faults: list[Fault] = []
    for name, text in given:
        try:
            if name not in known:
                raise ValueError(_("Known are {names}.").format(names=", ".join(known)))
            if name in wanted:
                raise ValueError(_("Give it once."))
            wanted[name] = _values(known[name], text)
        except ValueError as error:
            faults.append(_fault(name, text, name in known, str(error)))
    if faults:
        raise bad(faults)
    return wanted


def _fault(name: str, text: str, known: bool, mend: str) -> Fault:
    detail = _("{parameter}={value} cannot be taken.") if known else _("{parameter} is no parameter of this address.")
    return Fault(name[:QUOTED], detail.format(parameter=name[:QUOTED], value=text[:QUOTED]), mend)


def _values(parameter: Parameter, text: str) -> object:
    if not parameter.several:
        return _value(parameter, text)
    values = [_value(parameter, part) for part in text.split(",")]
    if len(values) > AT_ONCE:
        raise ValueError(_("At most {count} at once.").format(count=AT_ONCE))
    return tuple(dict.fromkeys(values))


def _value(parameter: Parameter, text: str) -> object:
    if parameter.choices:
        if text not in parameter.choices:
            raise ValueError(_("Allowed are {names}.").format(names=", ".join(parameter.choices)))
        return text
    if parameter.kind == "half_month":
        if not re.fullmatch(HALF_MONTH, text):
            raise ValueError(_("Write it like 2023-06-2."))
        return HalfMonth.parse(text)
    if parameter.kind == "integer":
        # twelve digits are more than any bound, and int() of thousands of them would take its time
        if not re.fullmatch("[0-9]{1,12}", text) or not parameter.least <= int(text) <= parameter.highest:
            raise ValueError(
                _("A number from {least} to {most}.").format(least=parameter.least, most=parameter.highest)
            )
        return int(text)
    if not re.fullmatch(CODE, text) or len(text) > LONGEST_CODE:
        raise ValueError(_("Write a code as the list of units, indicators or forms has it."))
    return text
