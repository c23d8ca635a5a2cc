"""A matter for the villages as its papers tell it: the application, whom it reaches, and what it adds there."""

from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.documents.paper import Ref, Run
from lib.kept.duties import Match
from lib.kept.models import Admission, AdmissionState, Decider, Urgency
from lib.kept.reference import Reference
from lib.review.admissions import application, decided_as, like, why_decided
from lib.review.dispatch import department_names
from lib.review.loads import Load, load_before_and_after
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.wording import MISSING


@dataclass(frozen=True)
class Matter:
    """An application with what its papers say of it; `most` is the load on its most loaded village with it.

    `reason` is why it was decided so: what was written at the decision, else the application's note.
    """

    admission: Admission
    prefecture: str
    department: str
    units: tuple[str, ...]
    villages: int
    most: Load | None
    like: Match | None
    reason: str
    decider: Decider

    @property
    def decided(self) -> bool:
        """Whether it was approved or refused."""
        return self.admission.decided_on is not None

    @property
    def refused(self) -> bool:
        return self.admission.state is AdmissionState.REFUSED

    @property
    def urgent(self) -> bool:
        return self.admission.urgency is Urgency.URGENT

    @property
    def of_secretary(self) -> bool:
        return self.decider is Decider.SECRETARY

    def number(self, value: Decimal | int | float | None, aspect: str) -> Run:
        """60000, 4.5: exact, with what it is; — where it is not given."""
        if value is None:
            return Run(MISSING)
        return Run(f"{Decimal(str(value)).normalize():f}", Ref("admission", self.admission.code, aspect))


def matter_of(connection: sa.Connection, reference: Reference, code: str) -> Matter:
    """The application of this code. Raises Refusal where there is none."""
    admission = application(connection, code)
    if admission is None:
        raise Refusal(_("There is no application {code}").format(code=code))
    villages, most = load_before_and_after(connection, admission, 1)  # the one that carries most, with it
    likest = like(connection, admission.matter)
    return Matter(
        admission=admission,
        prefecture=reference.top.name,
        department=department_names(reference).get(admission.department_code, admission.department_code),
        units=tuple(reference.units[code].name for code in admission.units.split() if code in reference.units),
        villages=villages,
        most=most[0][1] if most else None,
        like=likest[0] if likest else None,
        reason=_sentence(why_decided(connection, admission)),
        decider=decided_as(admission, reference),
    )


def _sentence(text: str) -> str:
    return text if not text or text.endswith(("。", "！", "？")) else f"{text}。"
