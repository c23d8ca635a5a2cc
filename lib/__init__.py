"""Banyue's library. ORDER is the way of data: each module imports only modules that stand before it.

Read it from left to right, top to bottom, and you have followed a figure from the office's words to the screen.
"""

ORDER = (
    # vocabulary
    "errors", "language", "half_months", "lights", "settings",
    # what is kept
    "models", "store",
    # writing: bytes → rows → values and problems → changes → saved
    "sheets", "tables", "register", "duties", "checks", "preview", "rollup", "ledger",
    # the half month's own work
    "submissions", "reviewing", "meetings", "intake", "catalogues",
    # the registers: admissions and what lands on monitored villages
    "entry", "admissions", "loads", "burden_entry", "burden",
    # reading
    "queries", "history", "exports", "grid", "progress", "figures", "dispatch", "updates", "series",
    # the engineer's commands, python -m lib
    "commands", "__main__",
    # showing
    "wording", "look", "blocks", "charts", "boards", "workbook", "pictures", "ui",
)  # fmt: skip
