"""What boards, slides, documents and the API read: each figure with its target and light."""

ORDER = {
    "rollups": "the queries of the roll-ups",
    "villages": "the villages that stand out",
    "progress": "units and tasks against their schedule",
    "figures": "one indicator at one unit",
    "reading": "what a board reads, each thing once",
}
