"""What is seen: boards, charts, slides, pictures and workbooks."""

ORDER = {
    "look": "palette, with the colours of lights, and style sheets",
    "blocks": "findings, tiles, tables as HTML, every text escaped",
    "charts": "rows in, chart out",
    "boards": "what a page shows",
    "workbook": "the half month as one Excel file",
    "pictures": "charts as PNG and PDF",
    "screens": "slides for the projector",
    "office_settings": "what the office set, beside what config.toml says",
}
