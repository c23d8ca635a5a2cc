"""The half month's work: what is reported, decided, admitted, recorded and asked for again."""

ORDER = {
    "submissions": "who reported, on time or late",
    "reviewing": "accept, return, carry forward, close, reopen",
    "meetings": "agenda, decisions, problems, and what is carried over",
    "in_time": "units over time hang together, and what goes when one ends",
    "waiting": "which accepted reports a correction sends back to wait",
    "uploads": "a file on its way through sheets, checks and preview to the door",
    "issuing": "documents as they were handed out",
    "seed": "data/ at the first start, by the same way as any upload",
    "grid": "edits of a table's grid become changes",
    "admissions": "applications for work at villages and their steps",
    "loads": "the load in force at each village",
    "burden_entry": "an event at a monitored village, typed or from a file",
    "burden": "events by kind, source and week",
    "inspections": "the annual plan of inspections, and what was held outside it",
    "dispatch": "tasks with their lights, departments and phases as the meeting goes through them",
    "updates": "percents of tasks and self-reviews, as departments report them",
    "contents": "what each report holds beside the half month before, and what is remarked of it",
    "accepting": "several reports accepted in one act, each as it was looked at",
    "unchanged": "what holds on of all reports of a county, copied in one act after a look",
    "own_reports": "what a county, a township or a department has to report, and how far it is",
}
