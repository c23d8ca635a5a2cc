"""What is wrong with a request, told so that it can be mended: problem details after RFC 9457."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.words.errors import Refusal
from lib.words.language import gettext as _

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Fault:
    """A parameter that cannot be taken as it was given, and how to mend it."""

    parameter: str
    detail: str
    mend: str


class ProblemDetails(Refusal):
    """Ends a request with `status`; `faults` name parameters, `headers` go along."""

    def __init__(
        self, status: int, detail: str, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.faults, self.headers = status, detail, tuple(faults), dict(headers or {})

    def body(self, address: str) -> dict[str, object]:
        """The members of the problem document; the title is what the status means."""
        members: dict[str, object] = {"type": "about:blank", "title": title(self.status), "status": self.status}
        members |= {"detail": self.detail, "instance": address}
        if self.faults:
            members["parameters"] = [
                {"parameter": fault.parameter, "detail": fault.detail, "mend": fault.mend} for fault in self.faults
            ]
        return members


def bad(faults: Sequence[Fault]) -> ProblemDetails:
    """A request with parameters that cannot be taken."""
    return ProblemDetails(400, " ".join(f"{fault.detail} {fault.mend}" for fault in faults), faults)


def unknown(parameter: str, value: str, mend: str) -> ProblemDetails:
    """A unit, half month, indicator or form that does not exist."""
    detail = _("{parameter}: there is no {value}.").format(parameter=parameter, value=value)
    return ProblemDetails(404, f"{detail} {mend}", [Fault(parameter, detail, mend)])


def title(status: int) -> str:
    """What a status means."""
    return {
        400: _("The request cannot be taken as it is"),
        401: _("Sign in first"),
        404: _("There is nothing at this address"),
        405: _("This address can only be read"),
        429: _("Too many requests"),
        503: _("Not possible now"),
    }.get(status, _("The system could not finish this"))
