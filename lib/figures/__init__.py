"""What boards, slides, documents and the API read: each figure with its target and light."""

ORDER = {
    "progress": "units and tasks against their schedule",
    "figures": "one indicator at one unit",
    "series": "figures over half months and over the units below",
}
