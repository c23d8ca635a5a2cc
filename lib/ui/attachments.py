"""附件: the files of a record, each to be loaded, never shown within the page; and the form that attaches one more."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from lib.intake.attached import refuse_size, taken
from lib.kept import store
from lib.kept.models import Attachment
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.attachments import Owner, attach, content, remove
from lib.show.blocks import Markup
from lib.show.boards.attachments import attached, attachment_line
from lib.ui.acts import act
from lib.ui.downloads import hand_out
from lib.ui.drawing import html
from lib.ui.files import uploader
from lib.ui.forms import Form, Typed
from lib.ui.labels import plain
from lib.ui.reading import cached
from lib.words.errors import Mistakes
from lib.words.language import gettext as _
from lib.words.settings import settings


def attachments(name: str, owners: Mapping[Owner, str], actor: Actor, *, changes: bool) -> None:
    """What belongs to these owners, each with what it is called; `changes`: whether this actor attaches and removes.

    `name` tells this list from others.
    """
    files = cached(attached, tuple(owners))
    if not files and not changes:
        return
    label = _("Attachments ({count})").format(count=len(files))
    with st.expander(label, key=f"attachments {name}"):
        if files and not actor.known:
            st.caption(_("Sign in to load attachments"))
        for owner, file in files:
            _row(file, attachment_line(file, owner, owners), actor, changes=changes)
        if changes:
            _form(name, owners, actor)


def _row(file: Attachment, line: Markup, actor: Actor, *, changes: bool) -> None:
    html(line)
    with st.container(horizontal=True):
        if actor.known:
            load = partial(content, store.engine())
            hand_out(file.kind.upper(), file.file_name, load, file.code, actor, key=f"attachment_{file.code}")
        if changes:
            act(
                _("Remove"), lambda: remove(store.engine(), file.code, actor), key=f"remove_{file.code}", undoable=True,
            )  # fmt: skip


def _form(name: str, owners: Mapping[Owner, str], actor: Actor) -> None:
    form = Form(f"attach {name}", short=True)
    if len(owners) > 1:  # by their place: a select holds texts, an owner is a pair
        form.choice(
            "owner", _("Belongs to"), {str(at): words for at, words in enumerate(owners.values())}, required=True
        )
    form.text("called", _("Title"), _("Without one, the name of the file"), limit=100)
    most = settings().upload.attachment_megabytes
    limits = plain(_("{taken}, at most {limit} MB; told by its content").format(taken=taken(), limit=f"{most:,}"))
    form.field("file", lambda key: uploader(_("File"), key, most, limits))

    def save(typed: Typed) -> Receipt:
        file = typed["file"]
        if file is None:
            raise Mistakes({"file": _("Choose the file to attach")})
        refuse_size(file.size, settings().upload)
        owner = list(owners)[int(typed.get("owner") or 0)]
        return attach(store.engine(), owner, typed["called"] or "", file.name, file.getvalue(), actor)

    form.button(_("Attach"), save)
