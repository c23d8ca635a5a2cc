"""Files come in and go out: bytes to rows, rows to checked values, values to a preview of changes."""

ORDER = {
    "sheets": "bytes become rows, within limits",
    "checks": "rows become values and problems, each with its place and mend",
    "comparing": "values beside what is kept, in arrays",
    "column_rules": "what is more than another column of the same row allows",
    "fences": "how far apart the values of a county honestly lie",
    "preview": "values become changes: new, changed, unchanged, unusual",
    "record_preview": "records become changes",
    "listing": "changes in the order in which they are looked at, and some of them, chosen",
    "exports": "tables as CSV and Excel, and back unchanged",
    "templates": "the form to fill in, with the sheets that help",
    "marked": "the uploaded file back, its problems in their cells",
    "attached": "what an attachment is by its content, and what is not kept",
    "entry": "one record typed into a form, read as a file would be",
}
