"""Accounts from a file: every mistake with its place and mend, passwords once, and never more than one may make."""

import pytest

from lib.intake.exports import as_csv, as_xlsx
from lib.kept import store
from lib.ledger import accounts
from lib.ledger.access import engineer, signed_in
from lib.review.account_files import TABLE, make, take, template
from lib.words.errors import Forbidden, Refusal
from tests.conftest import record, reference_of, sign_in

OFFICE = engineer("联席办 李四")
HEADER = "账号名,单位和姓名,角色,填报的单位,填报的部门,催报邮箱\n"
GOOD = (
    "wangmo,望谟县 王五,填报,望谟县,,wm@gz.cn\n"
    "pingdong,平洞街道 赵六,,522326101,,\n"
    "minzheng,州民政局 钱七,填报,,州民政局,\n"
    "look,领导,查看,,,\n"
)


@pytest.fixture
def office(small):
    """The small store with a department."""
    small.save(record("department", code="D1", name="州民政局", name_en="Civil affairs"), loads=True)
    return small


def taken(office, rows: str, actor=OFFICE):
    return take(office.engine, (HEADER + rows).encode(), "账号.csv", actor, reference_of(office.engine))


def test_good_file_makes_accounts_with_passwords_that_are_kept_nowhere(office):
    upload = taken(office, GOOD)
    assert upload.checked.problems == () and upload.good == 4
    assert office.one("SELECT count(*) FROM account") == 0  # nothing before the button
    issued = make(office.engine, upload, OFFICE)
    assert [one.login for one in issued] == ["wangmo", "pingdong", "minzheng", "look"]
    assert accounts.authenticate(office.engine, "pingdong", issued[1].password).must_change
    rows = office.all("SELECT login, role, unit_code, department_code, mail FROM account ORDER BY id")
    assert rows[0] == ("wangmo", "reporter", "522326", None, "wm@gz.cn")
    assert rows[2][2:4] == (None, "D1") and rows[3][1:4] == ("viewer", None, None)
    everything = str([office.all(f"SELECT * FROM {table}") for table in ("account", "batch", "record_change")])
    assert not any(one.password in everything for one in issued)
    notes = office.all("SELECT note FROM batch WHERE kind = 'account' ORDER BY id")
    assert notes[0] == ("建立账号 wangmo",) and len(notes) == 4


MISTAKES = {
    "login": ("a/b,甲,填报,望谟县,,", "A 账号名", "2 至 32"),
    "login is taken": ("there,甲,填报,望谟县,,", "A 账号名", "已有账号 there"),
    "no login": (",甲,填报,望谟县,,", "A 账号名", "必填"),
    "name is taken": ("one,有人,填报,望谟县,,", "B 单位和姓名", "分不清"),
    "no such role": ("one,甲,皇帝,望谟县,,", "C 角色", "填报"),
    "no such unit": ("one,甲,填报,晴隆县,,", "D 填报的单位", "没有“晴隆县”"),
    "a village": ("one,甲,填报,平洞街道第1村,,", "D 填报的单位", "没有“平洞街道第1村”"),
    "reports for nothing": ("one,甲,填报,,,", "D 填报的单位", "选且只选一个"),
    "looks, and a unit": ("one,甲,查看,望谟县,,", "D 填报的单位", "这个角色不填报"),
    "decides, and a department": ("one,甲,县委副书记,望谟县,州民政局,", "E 填报的部门", "这个角色不填报"),
    "reports for two": ("one,甲,填报,望谟县,州民政局,", "D 填报的单位", "选且只选一个"),
    "no such department": ("one,甲,填报,,林业局,", "E 填报的部门", "没有“林业局”"),
    "deputy secretary of a township": ("one,甲,县委副书记,平洞街道,,", "D 填报的单位", "哪个县"),
    "mail": ("one,甲,填报,望谟县,,wm@", "F 催报邮箱", "一个邮箱地址"),
}


def test_mistake_names_row_column_and_mend_and_leaves_the_others(office):
    accounts.create(office.engine, {"login": "there", "name": "有人", "role": "viewer"}, OFFICE)
    for name, (row, column, said) in MISTAKES.items():
        upload = taken(office, f"{row}\ngood,好人,填报,兴义市黄草街道,,\n")
        found = {problem.column: problem for problem in upload.checked.problems}
        assert found[column].row == 2 and said in found[column].mend, name
        assert (upload.good, upload.refused) == (1, 1), name
    assert [one.login for one in make(office.engine, upload, OFFICE)] == ["good"]


def test_blanks_that_a_login_loses_are_said(office):
    upload = taken(office, "zhang san,甲,查看,,,\n b\u3000c ,乙,查看,,,\ngood,丙,查看,,,\n")
    assert [change.after["login"] for change in upload.preview.changes] == ["zhangsan", "bc", "good"]
    assert upload.checked.notices == ("账号名里不留空格：“zhang san”即 zhangsan、“b\u3000c”即 bc",)
    many = "".join(f"a {at},甲{at},查看,,,\n" for at in range(7))
    assert taken(office, many).checked.notices[0].endswith("“a 4”即 a4等，另有 2 项")


def test_each_account_of_a_file_has_its_own_login_and_name(office):
    upload = taken(office, "one,甲,查看,,,\nONE,乙,查看,,,\ntwo,甲,查看,,,\n")
    assert [(problem.row, problem.title) for problem in upload.checked.problems] == [(3, "账号名"), (4, "单位和姓名")]


def test_name_of_two_townships_asks_for_the_code_or_the_county(office):
    again = {"name": "平洞街道", "name_en": "", "level": "township", "kind": "街道", "parent_code": "522301"}
    office.save(record("unit", code="522301002", **again), loads=True)
    upload = taken(office, "one,甲,填报,平洞街道,,\ntwo,乙,填报,望谟县平洞街道,,\n")
    assert "请写代码" in upload.checked.problems[0].mend and upload.good == 1
    assert upload.preview.changes[0].after["unit_code"] == "522326101"


def test_who_was_quicker_is_told_and_nothing_is_made(office):
    upload = taken(office, GOOD)
    accounts.create(office.engine, {"login": "look", "name": "别人", "role": "viewer"}, OFFICE)
    with pytest.raises(Refusal, match="已有账号 look"):
        make(office.engine, upload, OFFICE)
    assert office.one("SELECT count(*) FROM account") == 1


def clerk(office, *, makes: bool):
    """Who reports for 望谟县, signed in."""
    token = sign_in(office.engine, "望谟县 张三", "reporter", "522326")
    with store.writing(office.engine) as connection:
        connection.exec_driver_sql(f"UPDATE account SET makes_accounts = {makes}")
    with store.reading(office.engine) as connection:
        return signed_in(connection, token)


def test_county_makes_those_of_its_townships_alone_from_a_file(office):
    county = clerk(office, makes=True)
    rows = "a1,甲,填报,平洞街道,,\na2,乙,填报,望谟县,,\na3,丙,填报,黄草街道,,\na4,丁,联席会议办公室,,,\n"
    upload = taken(office, rows, county)
    assert {problem.row for problem in upload.checked.problems} == {3, 4, 5}
    assert "本县乡镇" in upload.checked.problems[-1].mend
    assert [one.login for one in make(office.engine, upload, county)] == ["a1"]
    of_the_office = taken(office, "b1,戊,联席会议办公室,,,\n")
    with pytest.raises(Forbidden):
        make(office.engine, of_the_office, county)


def test_who_makes_no_accounts_reads_no_file_of_them(office):
    with pytest.raises(Forbidden):
        taken(office, GOOD, clerk(office, makes=False))


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_template_is_read_back_and_its_help_is_passed_over(office, write):
    reference = reference_of(office.engine)
    export = template(reference, OFFICE)
    assert len(export.header) == len(TABLE.columns) and ("D1", "州民政局", "部门") in export.beside[0].rows
    try:
        blank = take(office.engine, write(export), "账号.xlsx", OFFICE, reference)
    except Refusal as refusal:  # a CSV of nothing but its header
        assert "文件" in str(refusal)
    else:
        assert [problem.kind for problem in blank.checked.problems] == ["nothing_filled"]
