"""What is kept: the tables, the database that holds them, and its copies."""

ORDER = {
    "private": "files that nobody else reads",
    "locks": "one process at a time",
    "remembered": "what was made lately, by what it rests on",
    "logs": "what the program tells its engineer, without secrets",
    "models": "the tables as classes",
    "tables": "the tables as people see them: columns, kinds, limits",
    "backup": "copies that were checked after writing",
    "store": "engine, transactions, schema, revision",
    "touched": "since when what a half month shows is as it is",
    "duties": "which duties of two applications are the same",
    "changes": "a change as a value, and what stands now in its place",
    "history": "who saved what, when, from which file",
    "judged": "what a half month is judged by",
    "marks": "the half months in which a unit exists and its marks hold",
    "units": "units with what they belong to",
    "forms": "forms with their indicators",
    "reference": "reference data: units, indicators and forms, read once a revision",
    "spans": "units over time: when each exists, and who takes over from it",
    "restore": "a copy becomes the database again",
    "move": "from SQLite to PostgreSQL, counted and compared",
}
