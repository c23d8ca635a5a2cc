"""What goes out in Word: from figures to a document as a value to a file.

The data of a half month (`facts`) fill the office's templates (data/briefing.toml, `texts`) into a document as a value
(`paper`), in which every number knows what it is; `word` writes it. A further document is one module that makes such a
value, of texts that are a section of data/briefing.toml: its class in a module of sections, its field in `texts`, its
words in `places`. One of 简报与通报 has its entry in `kinds.MADE_BY`, its name in `kind_words`
(lib/show/boards/briefing.py) and what the office fills in for it in `ROWS` (pages/briefing.py); a paper of another page
has a function of its own in `kinds`. Where its page is not that of a 通报, `word.layout` says how it is laid out; one
whose layout the office may edit in Word has what that may name in `word_templates.shapes`, and its own name in
lib/ui/word_templates.py.
"""

ORDER = {
    "paper": "a document as a value: paragraphs, tables and annexes, in which every number knows what it is",
    "template": "texts of the office with placeholders: what may stand in the braces, and filling them",
    "verified_sections": "the texts of what was checked, felt and doubted",
    "meeting_sections": "the texts of a meeting's documents",
    "admission_sections": "the texts of the approval form and of its answer",
    "running_sections": "the texts of the mechanisms' registers",
    "sections": "the sections of data/briefing.toml, and the placeholders of each text",
    "checking_sections": "the section of the notice of a spot check",
    "texts": "data/briefing.toml as a whole, checked at the start",
    "places": "where a text stands, in words: its document, and the headings above it",
    "rewriting": "one text of the documents, rewritten by the office on a page",
    "facts": "what a half month's documents are made from, read at once",
    "numbers": "numbers as they are said, each with what it is",
    "parts": "headings, days, counts and sentences that several documents share",
    "progress": "how far levels, counties and measures are, and who is behind",
    "reporting": "who reported on time, late, in part or not",
    "review": "what meetings decided, what is not well, and what is asked",
    "running": "monitoring points, admission, plans of villages, self-reviews of departments",
    "verified": "what was checked, felt and doubted",
    "annexes": "the annexes of a notice",
    "head": "what the office writes of its own for a half month's documents",
    "letterhead": "what stands around every document's text: file name, title, draft, signature",
    "notice": "the notice (通报): the half month as it is sent out",
    "digest": "the digest (简报): the half month on one page",
    "feedback": "the feedback (反馈单): a sheet for each county",
    "checking": "the notice of a spot check (抽查通知), for the checking group alone",
    "word": "a document as a Word file in the layout of GB/T 9704",
    "meetings": "the agenda of a meeting, and its minutes",
    "supervision": "the sheet to whoever is overdue or far behind",
    "matters": "a matter for the villages as its papers tell it",
    "admissions": "the approval form (准入审批表) of a matter, and the answer (批复) to its applicant",
    "cautions": "what to look at before handing a document out",
    "pdf": "a Word file as PDF, where LibreOffice is installed",
    "word_templates": "layouts that the office edits in Word: checked, kept, filled",
    "issuing": "handing a document out: its version, what it corrects, and the act that keeps the file",
    "kinds": "every kind of document, and how one is asked for",
}
