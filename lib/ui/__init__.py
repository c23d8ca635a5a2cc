"""The only part of lib that calls Streamlit: what every page shares on the screen."""

from lib.ui.account_files import accounts_from_file
from lib.ui.account_files import forget as forget_passwords
from lib.ui.account_files import hand_out as hand_out_passwords
from lib.ui.accounts import accounts_view
from lib.ui.acts import act, done, say, undo_button
from lib.ui.admission_papers import admission_papers
from lib.ui.applying import application_form
from lib.ui.attachments import attachments
from lib.ui.choices import (
    View,
    choice,
    choose_view,
    go_down,
    go_on,
    go_to_progress,
    name_in_address,
    select,
    unit_in_address,
)
from lib.ui.conditions import table_part
from lib.ui.conflicts import settle
from lib.ui.downloads import download, download_marked, download_refused, download_table
from lib.ui.drawing import chart, html
from lib.ui.faults import show_fault
from lib.ui.files import answer, ask_about, choose_file, choose_files, marks, put_away, readable
from lib.ui.forms import Form, Typed, act_with_reason
from lib.ui.frame import head, last_act, picture, speak, style
from lib.ui.grids import Editor, at_work, discard, draw, editor
from lib.ui.half_months import half_months_view
from lib.ui.handing_out import exports_section, foot, offer
from lib.ui.history import history_view
from lib.ui.issuing import issue_button, issued_list
from lib.ui.labels import plain
from lib.ui.meetings import item_form, meeting_form
from lib.ui.menu import navigation
from lib.ui.office_settings import settings_view
from lib.ui.office_texts import texts_view
from lib.ui.own_headers import own_header
from lib.ui.papers import paper, paper_in_layout, papers_apart, without_pdf
from lib.ui.people import arrive, ask_to_sign_in, may_look, not_yours, person
from lib.ui.percents import percent_grid
from lib.ui.picking import pick_table, status_table
from lib.ui.previews import preview, yes_to_empty
from lib.ui.reading import cached, one_look, read_now, reference, revision, warm
from lib.ui.reporting import choose_report, forms_of, my_reports
from lib.ui.screens import leave_screen, screen
from lib.ui.session import REFUSED, SENTENCE, TAKEN, actor, half_month, set_widget, widget
from lib.ui.several import close_one, outcomes, several
from lib.ui.spot_check_entry import spot_check_entry
from lib.ui.spot_checks import spot_check_plans, spot_check_results
from lib.ui.start import last_step, start
from lib.ui.uploaded import save_label, show_problems
from lib.ui.without_file import still_missing, unchanged_anywhere, without_file
from lib.ui.word_templates import word_templates

__all__ = [
    "REFUSED", "SENTENCE", "TAKEN", "Editor", "Form", "Typed", "View", "accounts_from_file", "accounts_view", "act",
    "act_with_reason", "actor", "admission_papers", "answer", "application_form", "arrive", "ask_about",
    "ask_to_sign_in", "at_work", "attachments", "cached", "chart", "choice", "choose_file", "choose_files",
    "choose_report", "choose_view", "close_one", "discard", "done", "download", "download_marked", "download_refused",
    "download_table", "draw", "editor", "exports_section", "foot", "forget_passwords", "forms_of", "go_down", "go_on",
    "go_to_progress", "half_month", "half_months_view", "hand_out_passwords", "head", "history_view", "html",
    "issue_button", "issued_list", "item_form", "last_act", "last_step", "leave_screen", "marks", "may_look",
    "meeting_form", "my_reports", "name_in_address", "navigation", "not_yours", "offer", "one_look", "outcomes",
    "own_header", "paper", "paper_in_layout", "papers_apart", "percent_grid", "person", "pick_table", "picture",
    "plain", "preview", "put_away", "read_now", "readable", "reference", "revision", "save_label", "say", "screen",
    "select", "set_widget", "settings_view", "settle", "several", "show_fault", "show_problems", "speak",
    "spot_check_entry", "spot_check_plans", "spot_check_results", "start", "status_table", "still_missing", "style",
    "table_part", "texts_view", "unchanged_anywhere", "undo_button", "unit_in_address", "warm", "widget",
    "without_file", "without_pdf", "word_templates", "yes_to_empty",
]  # fmt: skip

ORDER = {
    "making": "how far a file is that takes seconds to make",
    "session": "what a visitor's session remembers: every key of it, declared once with its sentence",
    "looked_up": "how Streamlit's own fields ask the session for their key",
    "sizes": "sizes in px of grids, which follow the size of the page",
    "menu": "the menu of the pages, and the one that is open",
    "drawing": "markup and charts on the page, and what a click on them means",
    "faults": "a refusal's sentence, or a reference number for a bug",
    "labels": "texts of people where Streamlit reads Markdown",
    "acts": "one way for an act: button, door, sentence",
    "files": "a file that somebody chooses, or why it cannot be read",
    "downloads": "every download of the app",
    "uploaded": "a file that was read: what is to mend in it, what its button saves",
    "forms": "a form whose mistakes stand beside their fields",
    "frame": "language, style and head of every page",
    "people": "who sits in front of the screen",
    "picking": "tables whose cells can be clicked",
    "reading": "reads made once for one revision, for all sessions",
    "accepting": "what was reported, accepted at once or looked at one by one",
    "half_months": "half months and their reports: decided, closed, opened",
    "several": "several files at once: a row each, their previews, and what became of them",
    "accounts": "accounts on the page of administration",
    "account_files": "accounts from a file, and the sheet of their one-time passwords",
    "choices": "tabs and selects whose choice stands in the address",
    "conditions": "what narrows a long list",
    "history": "everything that was saved: looked through, checked, undone",
    "previews": "what saving would change: filtered, page by page, and the yes to emptied cells",
    "grids": "the editor of a table, frozen while it is edited",
    "conflicts": "mine or theirs, where somebody else was quicker than the edits of a grid",
    "attachments": "the files of a record, to be loaded, and the form that attaches one more",
    "meetings": "the forms of a meeting and of its items",
    "papers": "a document as Word, and as PDF where LibreOffice is installed",
    "admission_papers": "the papers of an application, and the number of its reply",
    "applying": "the form of an application, beside what the lists say to it",
    "percents": "the grid of percents that departments and counties report",
    "own_headers": "columns whose titles are not ours: said once, changed, forgotten",
    "reporting": "which form is reported and for whom, and what is asked of them",
    "without_file": "the template, and that nothing changed",
    "handing_out": "charts, long image and workbook of a page",
    "issuing": "the document that is issued, and what was issued",
    "word_templates": "the layout of each kind of document: to take, to bring back changed, to put back",
    "screens": "the projector",
    "spot_checks": "the results of spot checks for all, plans and draws for the office",
    "spot_check_entry": "what a spot check found, a village at a time or from a file",
    "office_texts": "one text of the documents, as the office rewrites it",
    "office_settings": "what the office may set, one setting at a time",
    "start": "the two steps before the first board",
}
