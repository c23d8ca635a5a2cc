"""What the fields of catalogues and registers may hold where it is one of a few: value, word, symbol, light."""

from lib.words.language import N_
from lib.words.lights import Light
from lib.words.states import State


def _only(value: str, *written: str) -> tuple[str, str, str, None, tuple[str, ...]]:
    """A choice that no board speaks of: its value, and what a file may hold for it."""
    return value, "", "", None, written


class Level(State):
    """层级."""

    PREFECTURE = _only("prefecture", "州")
    COUNTY = _only("county", "县(市、新区)", "县")
    TOWNSHIP = _only("township", "乡镇(街道)", "乡镇")
    VILLAGE = _only("village", "村(社区)", "村")


class UnitKind(State):
    """What a unit is called in law."""

    PREFECTURE = "自治州"
    COUNTY = "县"
    CITY = "市"
    NEW_AREA = "新区"
    TOWN = "镇"
    TOWNSHIP = "乡"
    ETHNIC_TOWNSHIP = "民族乡"
    SUBDISTRICT = "街道"
    VILLAGE = _only("村", "村委会", "村民委员会")
    COMMUNITY = _only("社区", "居委会", "居民委员会")


class UnitsAsked(State):
    """Which units of its level a form asks."""

    ALL = _only("all", "全部")
    REPORT_PILOT = _only("report_pilot", "试点村")
    MONITORING_POINT = _only("monitoring_point", "监测点")


class RollupKind(State):
    """How an indicator is summed, or derived from others."""

    SUM = _only("sum", "求和")
    RATIO = _only("ratio", "占比")
    FALL = _only("fall", "降幅")
    COUNT = _only("count", "达标数")
    UNITS = _only("units", "单位数")


class Board(State):
    """Where an indicator stands: which page or slide reads it there."""

    CLEANUP = _only("cleanup", "减负清理")
    EMPOWERMENT = _only("empowerment", "赋能")
    QUADRANT = _only("quadrant", "减负与支持")
    SCREEN = _only("screen", "大屏")
    PILOTS = _only("pilots", "规范试点")
    REVIEWS = _only("reviews", "部门自查")


class Detail(State):
    """What stands in the third column of the clean-up beside an indicator; without one, what fits its roll-up."""

    EACH = _only("each", "村均")
    FOUND = _only("found", "排查与剩余")
    KINDS = _only("kinds", "种数分布")
    MECHANISMS = _only("mechanisms", "机制增减")
    STANDARD = _only("standard", "达标村")
    OUTSIDE = _only("outside", "牌子与标识")
    ONE_TABLE = _only("one_table", "一张表")
    PLAN = _only("plan", "年度计划")


class Direction(State):
    """Which way an indicator should go."""

    UP = _only("up", "越多越好")
    DOWN = _only("down", "越少越好")
    NONE = _only("none", "不评判")


class Phase(State):
    """清理, 规范, 常态: the phases of the campaign."""

    CLEAN = "clean", N_("Clean")
    STANDARDISE = "standardise", N_("Standardise")
    STANDING = "standing", N_("Standing")


class Openness(State):
    """Whether a half month or a meeting takes changes."""

    OPEN = "open", N_("open"), "", None, ("打开", "开放")
    CLOSED = "closed", N_("closed"), "", None, ("关闭", "锁定")


class Decision(State):
    """What the office decided about a report."""

    ACCEPTED = _only("accepted", "已确认", "确认")
    RETURNED = _only("returned", "退回")
    CARRIED = _only("carried", "沿用")


class DutyList(State):
    """The three lists: what villages do themselves, help with, and must not be given."""

    DUTY = "duty", N_("Own duties"), "", None, ("主体责任",)
    ASSIST = "assist", N_("To assist with"), "", None, ("协办",)
    NEGATIVE = "negative", N_("Not to be given"), "", None, ("负面",)


class Urgency(State):
    """How soon a matter must be decided, and so by whom."""

    GENERAL = "general", N_("general matter"), "", None, ("一般",)
    URGENT = "urgent", N_("urgent matter"), "", None, ("特殊紧急",)


class AdmissionState(State):
    """How far an application for admission has come."""

    DRAFT = "draft", N_("Draft"), "○"
    APPLIED = "applied", N_("For review"), "◐", Light.BEHIND
    REVIEWED = "reviewed", N_("For decision"), "◐", Light.BEHIND
    APPROVED = "approved", N_("Approved"), "●", Light.ON_SCHEDULE
    REFUSED = "refused", N_("Not approved"), "—"
    IN_FORCE = "in_force", N_("In force"), "●", Light.ON_SCHEDULE
    EXITED = "exited", N_("Exited"), "✓", Light.DONE


class Decider(State):
    """The body that decided about an application."""

    MEETING = _only("meeting", "联席会议")
    SECRETARY = _only("secretary", "县(市)党委副书记")


class InspectionKind(State):
    """督查, 检查, 考核, 调研."""

    SUPERVISION = "supervision", N_("supervision")
    CHECK = "check", N_("check")
    ASSESSMENT = "assessment", N_("assessment")
    STUDY = "study", N_("study")


class ItemKind(State):
    """What a meeting wrote down: a decision, or a problem that was hard to solve."""

    DECISION = "decision", N_("Meeting decision")
    PROBLEM = "problem", N_("Hard problem")


class ItemState(State):
    """What became of an item of a meeting."""

    OPEN = "open", N_("in hand"), "●", Light.ON_SCHEDULE
    DONE = "done", N_("settled"), "✓", Light.DONE
    DROPPED = "dropped", N_("dropped")


class BurdenKind(State):
    """What landed on a monitored village."""

    MEETING = "meeting", N_("Meetings there")
    INSPECTION = "inspection", N_("Visits")
    REPORT = "report", N_("Reports")
    APP = "app", N_("Apps")


class DrawKind(State):
    """How the villages of a spot check are drawn."""

    BY_SIZE = "by_size", N_("by reported size"), "", None, ("按填报数",)
    SIMPLE = "simple", N_("at random"), "", None, ("简单随机",)


class PlanState(State):
    """How far a spot check has come."""

    DRAFT = "draft", N_("Draft"), "○"
    DRAWN = "drawn", N_("Villages drawn"), "◐", Light.ON_SCHEDULE
    ENDED = "ended", N_("Check ended"), "✓", Light.DONE


class Asked(State):
    """Who was asked by a survey."""

    VILLAGERS = "villagers", N_("villagers")
    CADRES = "cadres", N_("village cadres")
    MONITORING = "monitoring", N_("monitoring points")


class PilotMatter(State):
    """What a pilot village tries first."""

    BOARDS = "boards", N_("boards and signs")
    RULES = "rules", N_("rules on walls")


class VisitKind(State):
    """An on-site meeting, or a visit of the joint guidance group."""

    ON_SITE = "on_site", N_("on-site meeting")
    GUIDANCE = "guidance", N_("guidance")


class AttachedTo(State):
    """What an attachment belongs to; its key is the code of that record, of a document issued its number."""

    ADMISSION = "admission", N_("Admission")
    ITEM = "action_item", N_("Action item")
    MEETING = "meeting", N_("Minutes")
    ISSUED = "issued", N_("Document issued")


class FileKind(State):
    """What an attachment is by its content; nothing else is kept."""

    PDF = _only("pdf", "PDF")
    OFD = _only("ofd", "OFD")
    PNG = _only("png", "PNG")
    JPEG = _only("jpg", "JPEG")
    DOCX = _only("docx", "DOCX")
    XLSX = _only("xlsx", "XLSX")


class Role(State):
    """What an account may do."""

    VIEWER = "viewer", N_("Viewer")
    REPORTER = "reporter", N_("Reporter")
    CHECKER = "checker", N_("Checking group")
    SECRETARY = "secretary", N_("County deputy secretary")
    OFFICE = "office", N_("Joint-meeting office")


class Delivery(State):
    """What became of a reminder; one that was on its way when the program ended may have arrived."""

    SENDING = "sending", N_("on its way"), "", Light.BEHIND
    SENT = "sent", N_("sent"), "", Light.DONE
    FAILED = "failed", N_("not sent"), "", Light.FAR_BEHIND
