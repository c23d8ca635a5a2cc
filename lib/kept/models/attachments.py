"""附件: files that belong to a record: the basis of an admission, proof of a result, the signed scan of a document."""

from datetime import date

from lib.kept.models import fields
from lib.kept.models.base import Base
from lib.kept.models.choices import AttachedTo, FileKind
from lib.kept.models.described import Described, Rule


class Attachment(Base, table=True):
    """附件: one file of a record, kept as it came; `owner_key` is the record's code, of a document issued its number.

    `department_code` is the department whose admission it belongs to, None elsewhere. The bytes are those of
    `stored_file`; they stay in the history when the attachment goes.
    """

    __tablename__ = "attachment"
    __described__ = Described(
        "Attachments", editable=False, removable=True, unannounced=True, rule=Rule(department="department_code")
    )
    code: str = fields.code("Attachment code", "代码")
    owner: AttachedTo = fields.choice("Belongs to", AttachedTo)
    owner_key: str = fields.column("Code of what it belongs to", index=True)
    department_code: str | None = fields.reference("Department code", "department", default=None)
    title: str = fields.column("Title")
    file_name: str = fields.column("File name")
    kind: FileKind = fields.choice("Kind of file", FileKind)
    size: int = fields.column("Size in bytes", at_least=1)
    sha256: str = fields.column("SHA-256 of the file", foreign_key="stored_file.sha256")
    attached_on: date = fields.column("Attached on")
    attached_by: str = fields.column("Attached by")
