"""What boards, slides, documents and the API read: each figure with its target and light."""

ORDER = {
    "pace": "how much a half month brings, and between what limits",
    "rollups": "the queries of the roll-ups",
    "villages": "the villages that stand out",
    "coverage": "what a unit's figures rest on",
    "progress": "units and tasks against their schedule",
    "ranking": "the one order of units",
    "figures": "one indicator at one unit",
    "reading": "what a board reads, each thing once",
    "forecast": "when a target is reached at this pace",
    "hindsight": "what was foreseen, and what came",
    "movement": "who moved up or down since the last half month, and by what",
    "surveys": "what people say who were asked, beside what is reported",
    "verified": "what the last spot check says of the reported figures",
    "pilots": "pilot villages against all others, and visits",
}
