"""Banyue's library: ten packages, the way of data from the office's words to the screen.

Each package imports only those above it; the ORDER of its own `__init__` says the same of its modules.
"""

ORDER = {
    "words": "errors, half months, lights, settings, the two languages",
    "kept": "the tables, the database that holds them, and its copies",
    "intake": "a file's bytes become rows, checked values, and a preview of changes",
    "ledger": "the one door for writing, who may pass it, and the sums that follow",
    "review": "the half month's work: reports, decisions, meetings, admissions, burden",
    "figures": "what is read for every board: each figure with its target and light",
    "documents": "what is handed out in Word",
    "show": "boards, charts, slides, pictures, workbooks",
    "server": "sign-in, the figures for other programs, commands",
    "ui": "the only package that calls Streamlit",
}
