"""What answers besides the pages: sign-in and headers, the figures for other programs, commands."""

ORDER = {
    "warming": "what the pages need, imported beside the first answers",
    "waking": "how often the server's event loop is woken",
    "gate": "sign-in, headers, and which addresses exist at all",
    "api": "the figures as JSON and CSV, read only",
    "reminders": "mails and messages of robots to whoever has not reported",
    "commands": "python -m lib",
}
