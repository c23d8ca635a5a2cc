"""The words everything else is said in: errors, half months, lights, settings, and the two languages."""

ORDER = {
    "errors": "what people did wrong, as sentences that they see; everything else is a bug",
    "texts": "texts of people without what cannot be seen",
    "language": "texts in English, and in Chinese from the catalogue",
    "kept_sentences": "sentences that are kept, and read later in another language",
    "said_by_others": "what the system and pydantic say of a mistake, in our words",
    "unanswered": "why a host did not answer, in words",
    "working_days": "which days are worked, by the State Council's arrangement and the office's word",
    "half_months": "the half month and its arithmetic",
    "wording": "numbers, percents and changes as sentences have them",
    "lights": "the rule that tells done, on schedule, behind and far behind apart",
    "states": "what a choice is called, with its symbol and its light",
    "toml_files": "files of the office's settings and texts, checked",
    "reminding": "when and by what way whoever has not reported is reminded",
    "converting": "by what program Word files become PDF",
    "set_by_office": "what the office set on a page, as this process knows it",
    "settings": "config.toml, checked, and what the office set over it",
    "findings": "what was found, as a value that everything shown renders",
}
