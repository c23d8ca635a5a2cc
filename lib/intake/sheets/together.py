"""The sheets of a file as one: those that are read, and those that are not with the reason."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from lib.intake.sheets.rows import Sheet
from lib.intake.sheets.survey import MOST_CELLS, Survey
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits


def together(
    visible: Collection[str], surveys: Mapping[str, Survey], limits: UploadLimits, read: Callable[[str], Sheet]
) -> Sheet:
    """Every visible sheet that holds something and that `read` can read, the first with the others."""
    holding = [name for name in surveys if surveys[name].cells]
    refused, unread = dict[str, FileRefused](), {name: "" for name in holding if name not in visible}
    sheets, area = list[Sheet](), 0
    # a sheet that is too large is no reason to refuse the table beside it; all but the largest have a limit together
    for name in sorted((name for name in holding if name in visible), key=lambda name: surveys[name].area):
        try:
            surveys[name].refuse_oversize(limits)
            refuse_together(area)
            sheets.append(read(name))
        except FileRefused as refusal:
            refused[name] = refusal
        area += surveys[name].area
    sheets = [sheet for name in surveys for sheet in sheets if sheet.name == name and sheet.rows]
    if not sheets and refused:
        raise max(refused.items(), key=lambda refusal: surveys[refusal[0]].cells)[1]
    if not sheets:
        raise FileRefused(_("The workbook holds no table on a visible sheet; fill in the template and upload that"))
    unread |= {name: str(refusal) for name, refusal in refused.items()}
    return replace(sheets[0], others=tuple(sheets[1:]), unread=unread)


def refuse_together(area: int) -> None:
    """Raise FileRefused when so many cells are more than are read of a whole file."""
    if area > MOST_CELLS:
        raise FileRefused(_("The sheets of the workbook are too large together; copy the table into a new workbook"))
