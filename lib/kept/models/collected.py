"""下级平台: of another office's dashboard, what was read of it and when, beside the values that came from there."""

from datetime import date

from lib.kept.models import fields
from lib.kept.models.base import Base
from lib.kept.models.described import Described


class Collected(Base, table=True):
    """汇集来源: the dashboard from which a unit's figures are read, its words on how complete they are, and the day.

    `half_months` are those that were read, parted by blanks; `mark` tells whether there is anything new (an ETag);
    `fault` says in a sentence why the last attempt changed nothing, "" after one that went well.
    """

    __tablename__ = "collected"
    __described__ = Described("Collected from other offices", editable=False, removable=True)
    unit_code: str = fields.reference("Unit code", "unit", "单位代码", primary_key=True, level="county")
    address: str = fields.column("Address", unique=True)
    half_months: str = fields.text("Half months read")
    as_of: str = fields.text("As of, in its own words")
    collected_on: date | None = fields.optional("Collected on")
    mark: str = fields.text("Mark of what was read")
    fault: str = fields.text("Why it was not read")
    fault_on: date | None = fields.optional("Not read on")
