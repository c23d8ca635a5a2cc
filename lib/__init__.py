"""Banyue's library. ORDER is the way of data: each module imports only modules that stand before it.

Read it from left to right, top to bottom, and you have followed a figure from the office's words to the screen.
"""

ORDER = (
    # vocabulary
    "errors", "texts", "language", "half_months", "lights", "settings",
    # what the program tells its engineer, and what processes tell each other
    "locks", "logs",
    # what is kept
    "models", "backup", "store", "restore", "move",
    # writing: bytes → rows → values and problems → changes → saved
    "sheets", "tables", "register", "duties", "checks", "preview", "rollup", "access", "ledger", "accounts",
    # the half month's own work
    "submissions", "reviewing", "meetings", "intake", "catalogues",
    # the registers: admissions and what lands on monitored villages
    "entry", "admissions", "loads", "burden_entry", "burden",
    # reading
    "queries", "history", "exports", "grid", "progress", "figures", "dispatch", "updates", "series",
    # the engineer's commands, python -m lib
    "commands", "__main__",
    # showing
    "wording", "briefing", "look", "blocks", "charts", "boards", "workbook", "pictures", "screens", "gate", "api",
    "ui",
)  # fmt: skip
