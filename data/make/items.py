"""What the meetings of the demo decided, in our own words: no such minutes were published."""

from typing import NamedTuple


class Item(NamedTuple):
    """A decision or problem: `raised` at a meeting (1 is that of 2023-04-1), settled by `done_at` with `result`.

    `responsible` is the code of a county or department; `done_at` None is still open on 2023-07-17.
    """

    raised: int
    done_at: int | None
    kind: str
    title: str
    responsible: str
    due_on: str
    result: str = ""


def _decision(raised: int, done_at: int | None, title: str, responsible: str, due_on: str, result: str = "") -> Item:
    return Item(raised, done_at, "decision", title, responsible, due_on, result)


def _problem(raised: int, done_at: int | None, title: str, responsible: str, due_on: str, result: str = "") -> Item:
    return Item(raised, done_at, "problem", title, responsible, due_on, result)


ITEMS = (
    _decision(1, 2, "印发牌子和上墙制度底册样表", "D02", "2023-04-26", "样表已发到各县，附填写示例"),
    _decision(1, 2, "各县明确专班和联络员", "D01", "2023-04-28", "9 县均已报送专班名单"),
    _decision(1, 3, "晴隆县补齐村级牌子底册", "522324", "2023-05-10", "底册补到村，缺的 3 个乡镇已报"),
    _problem(1, 3, "同一数据多个口子向村里要", "D04", "2023-05-12", "确定乡镇一个口子对村，其余停发"),
    _decision(1, 1, "32 个监测点从本期起记录", "D01", "2023-04-20", "当场明确记录口径"),
    _decision(2, 3, "证明事项模板征求意见", "D03", "2023-05-12", "10 类模板定稿"),
    _problem(2, 4, "摘下的牌子去向没有登记", "D02", "2023-05-26", "补登记去向，统一回收"),
    _decision(2, 3, "试点村逐张核对在填报表", "D04", "2023-05-15", "24 个试点村核对完毕"),
    _decision(2, 4, "望谟县上墙制度分三批撤换", "522326", "2023-05-31", "第一、二批已撤，第三批列入下期"),
    _decision(3, 4, "州级部门自查情况汇总", "D01", "2023-05-26", "已汇总 47 个部门，其余限期补报"),
    _problem(3, 4, "积分打卡类应用停用后仍有提醒", "D04", "2023-05-30", "提供单位已关闭推送"),
    _decision(3, 5, "普安县集中核验外部标牌", "522323", "2023-06-10", "已逐村拍照核验"),
    _decision(3, 4, "运转经费到村情况摸底", "D06", "2023-05-31", "各县到账情况已列表"),
    _decision(4, 5, "三张清单在便民服务点公开", "D01", "2023-06-12", "村和社区均已张贴"),
    _problem(4, 5, "社区检查次数高于村", "D01", "2023-06-15", "两项检查合并开展"),
    _decision(4, None, "晴隆县逐乡镇核对机构牌子剩余数", "522324", "2023-07-10"),
    _decision(4, 6, "安龙县做法整理成一页纸印发", "522328", "2023-06-25", "已印发各县参照"),
    _problem(5, None, "涉村工作群多头建群，牵头合并", "D04", "2023-07-12"),
    _decision(5, None, "望谟县上墙制度剩余清单每半月报一次", "522326", "2023-07-20"),
    _decision(5, 6, "未自查的部门限期补齐", "D01", "2023-06-30", "63 个部门全部自查"),
    _decision(5, 6, "册亨县核减到村督查 2 项", "522327", "2023-06-28", "已报停 2 项"),
    _problem(6, None, "9 个村牌子清后又挂，查明来源并摘除", "D02", "2023-07-14"),
    _decision(6, 7, "兴义市“四牌两标”样板图发各县", "522301", "2023-07-12", "样板图已发，含尺寸和位置"),
    _decision(6, 7, "普安县说明清理表缺项原因", "522323", "2023-07-11", "2 个乡镇统计口径有误，已更正"),
    _decision(6, 7, "计划外督查补报依据", "D01", "2023-07-13", "有依据的并入计划，其余取消"),
    _decision(6, 7, "证明模板送到村级服务窗口", "D03", "2023-07-14", "各县均已送达"),
    _decision(6, 7, "册亨县补齐服务事项流程图", "522327", "2023-07-13", "流程图已公示"),
    _problem(6, 7, "务工报酬发放口径各县不一", "D07", "2023-07-14", "统一按当期实际发放填报"),
    _decision(6, 7, "运转经费未到账的村逐村核对", "D06", "2023-07-14", "差额已补拨"),
    _decision(6, None, "提出下半年现场观摩点名单", "D01", "2023-07-25"),
)  # fmt: skip
