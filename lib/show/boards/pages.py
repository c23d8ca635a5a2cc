"""The boards in the order of the menu: each by the name that stands in its address, with its title."""

from lib.words.language import gettext as _

OPENS = "overview"  # where the dashboard opens


def board_words() -> dict[str, str]:
    """总览, 四级进度, 减负清理 …."""
    return {
        "overview": _("Overview"),
        "progress": _("Four levels"),
        "cleanup": _("Clean-up"),
        "schedule": _("Dispatch"),
        "empowerment": _("Empowerment"),
        "lists": _("Lists and admission"),
        "monitoring": _("Monitoring points"),
    }
