"""自定义模板: the layout of a document as a Word file with placeholders, which the office edits and hands back.

A template is text with {{ name }}, and loops and conditions alone in their paragraph or row: {%p for … in … %},
{%tr … %}. That is checked paragraph by paragraph before it is kept; nothing else of Jinja2 is taken.
"""

ORDER = {
    "shapes": "what a template of each kind may name, and what those names hold",
    "received": "a file as it arrives: refused where it is no plain .docx, before anything of it is parsed",
    "checked": "every placeholder of a file against what may be named, each mistake with its place",
    "filled": "a template filled with a document",
    "built_in": "the built-in layout of a kind as a template to begin with",
    "kept": "the template of a kind through the ledger, and the file of a document by it",
}
