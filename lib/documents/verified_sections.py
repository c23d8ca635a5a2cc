"""What the notice and a county's sheet say of spot checks, surveys and doubts: the texts and their placeholders."""

from lib.documents.template import Part, holds


class VerificationTexts(Part):
    heading: str
    plan: str = holds("half_month", "villages")
    factor: str = holds("indicator", "factor", "low", "high", "checks", "agree", "over", "under")
    factor_safe: str = holds("indicator", "factor", "low", "high", "checks", "agree", "over", "under")
    factor_alone: str = holds("indicator", "factor", "checks", "agree", "over", "under")
    counted: str = holds("indicator", "most", "checks", "agree", "over", "under")
    recheck: str = holds("counties")
    felt: str = holds("counties")
    doubts: str = holds("count")


class FeedbackVerification(Part):
    text: str = holds("you", "half_month", "checks", "results")
    result: str = holds("indicator", "agree", "over", "under")
    recheck: str = holds("you")
    doubts: str = holds("you", "count")
