"""The one door for writing, who may pass it, and the sums that follow from it."""

ORDER = {
    "rollup": "sums and progress of every level, in the transaction of a save",
    "access": "a rule for every table: who may write what",
    "door": "changes are checked, written, kept in the history, summed, and can be undone",
    "accounts": "passwords, sessions, and the acts on accounts",
}
