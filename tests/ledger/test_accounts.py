"""Accounts: coming in, passwords that are taken and refused, sessions that end, and what the office does with them."""

from datetime import timedelta
from functools import cache

import pytest
import sqlalchemy as sa
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from lib.kept import store
from lib.kept.models import Account
from lib.ledger import accounts
from lib.ledger.access import engineer, signed_in
from lib.ledger.accounts import passwords, sessions
from lib.words.errors import Forbidden, Mistakes, Refusal

ENGINEER = engineer("王工")
CLERK = {"login": "Wangmo", "name": "望谟县 王五", "role": "reporter", "unit_code": "522326"}
OWN = "望谟县七月的清理表"


@pytest.fixture
def clerk(small):
    """A clerk with an own password."""
    accounts.create(small.engine, CLERK, ENGINEER)
    with store.writing(small.engine) as connection:
        connection.execute(sa.update(Account).values(password_hash=kept_hash(), must_change=False))
    return small


@cache
def kept_hash() -> str:
    """The hash of OWN, made once."""
    return passwords.hasher.hash(OWN)


def one(small, column: str) -> object:
    return small.one(f"SELECT {column} FROM account WHERE login = 'wangmo'")


def who(small, token: str):
    with store.reading(small.engine) as connection:
        return signed_in(connection, token)


# Coming in ------------------------------------------------------------------------------------------------------


def test_first_start_makes_the_offices_account_once(small):
    issued = accounts.first_office(small.engine)
    assert issued.login == "office" and len(issued.password) == 19
    assert accounts.authenticate(small.engine, "office", issued.password).must_change
    assert accounts.first_office(small.engine) is None


def test_one_time_password_opens_nothing_but_the_choice_of_an_own_one(small):
    issued = accounts.create(small.engine, CLERK, ENGINEER)
    entered = accounts.authenticate(small.engine, " WANGMO ", issued.password)
    token = accounts.begin(small.engine, entered.account)
    assert accounts.entered_by(small.engine, token) == entered
    assert not who(small, token).known
    accounts.change_password(small.engine, entered, OWN, OWN)
    assert accounts.entered_by(small.engine, token) is None  # every session ended
    assert who(small, accounts.begin(small.engine, entered.account)).name == "望谟县 王五"


def test_one_time_password_is_good_for_some_days_only(small):
    issued = accounts.create(small.engine, CLERK, ENGINEER)
    past = store.moment() - timedelta(days=8)
    with store.writing(small.engine) as connection:
        connection.execute(sa.update(Account).values(password_at=past))
    assert accounts.authenticate(small.engine, "wangmo", issued.password) is None


def test_wrong_password_unknown_name_and_disabled_account_are_answered_alike(clerk):
    assert accounts.authenticate(clerk.engine, "wangmo", OWN)
    assert accounts.authenticate(clerk.engine, "wangmo", "falsch falsch") is None
    assert accounts.authenticate(clerk.engine, "niemand", OWN) is None
    accounts.create(clerk.engine, {"login": "office", "name": "办", "role": "office"}, ENGINEER)
    accounts.set_disabled(clerk.engine, "wangmo", True, ENGINEER)
    assert accounts.authenticate(clerk.engine, "wangmo", OWN) is None


def test_hash_of_an_older_cost_is_renewed_when_somebody_comes_in(clerk, full_cost):
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(OWN)
    with store.writing(clerk.engine) as connection:
        connection.execute(sa.update(Account).values(password_hash=cheap))
    assert accounts.authenticate(clerk.engine, "wangmo", OWN)
    assert one(clerk, "password_hash") != cheap and "m=65536" in one(clerk, "password_hash")
    assert accounts.authenticate(clerk.engine, "wangmo", OWN)


def test_no_password_and_no_token_is_kept_readable(clerk):
    token = accounts.begin(clerk.engine, one(clerk, "id"))
    kept = "\n".join(
        str(row) for table in ("account", "session", "batch") for row in clerk.all(f"SELECT * FROM {table}")
    )
    assert OWN not in kept and token not in kept
    assert one(clerk, "password_hash").startswith("$argon2id$")


# Passwords ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("password, said", [
    pytest.param("1234567", "至少 8 个字符", id="short"),
    pytest.param("x" * 129, "最多 128 个字符", id="long"),
    pytest.param("password123", "太常见", id="on every list"),
    pytest.param("Qwertyuiop", "太常见", id="a row of keys"),
    pytest.param("wangmo2023!", "太常见", id="the login"),
    pytest.param("Qianxinan@2023", "太常见", id="the prefecture"),
    pytest.param("aaaaaaaaaa", "太常见", id="one letter"),
])  # fmt: skip
def test_weak_password_is_refused_in_a_sentence(password, said):
    assert said in passwords.weak(password, "wangmo")


@pytest.mark.parametrize("password", [OWN, "correct horse battery", "x9!kQ2mz", "🙂🙃😀😃 four faces"])
def test_password_that_is_neither_short_nor_common_is_taken(password):
    assert passwords.weak(password, "wangmo") is None


def test_one_time_passwords_differ_and_are_never_weak():
    several = {passwords.one_time() for _each in range(50)}
    assert len(several) == 50 and not any(passwords.weak(each, "office") for each in several)


@pytest.mark.parametrize("new, again, old, field", [
    pytest.param("1234567", "1234567", OWN, "new", id="weak"),
    pytest.param("新的密码要记得住", "新的密码要记得主", OWN, "again", id="typed differently"),
    pytest.param(OWN, OWN, OWN, "new", id="the same again"),
    pytest.param("新的密码要记得住", "新的密码要记得住", "不是这个密码", "old", id="present one wrong"),
])  # fmt: skip
def test_new_password_with_a_mistake_names_its_field(clerk, new, again, old, field):
    entered = accounts.authenticate(clerk.engine, "wangmo", OWN)
    with pytest.raises(Mistakes) as mistakes:
        accounts.change_password(clerk.engine, entered, new, again, old)
    assert set(mistakes.value.fields) == {field}
    assert accounts.authenticate(clerk.engine, "wangmo", OWN)


# Sessions -------------------------------------------------------------------------------------------------------


def test_new_password_ends_every_session_of_the_account_and_of_no_other(clerk):
    accounts.create(clerk.engine, CLERK | {"login": "other", "name": "别人"}, ENGINEER)
    mine, same = (accounts.begin(clerk.engine, one(clerk, "id")) for _tab in range(2))
    other = accounts.begin(clerk.engine, clerk.one("SELECT id FROM account WHERE login = 'other'"))
    entered = accounts.authenticate(clerk.engine, "wangmo", OWN)
    accounts.change_password(clerk.engine, entered, "新的密码要记得住", "新的密码要记得住", OWN)
    assert not who(clerk, mine).known and not who(clerk, same).known
    assert accounts.entered_by(clerk.engine, other)


def test_signing_out_ends_one_session(clerk):
    first, second = (accounts.begin(clerk.engine, one(clerk, "id")) for _tab in range(2))
    accounts.end(clerk.engine, first)
    assert not who(clerk, first).known and who(clerk, second).known


def test_work_keeps_a_session_alive_and_is_written_once_a_minute(clerk):
    actor = who(clerk, accounts.begin(clerk.engine, one(clerk, "id")))
    seen = "SELECT seen_at FROM session"
    before = clerk.one(seen)
    accounts.seen(clerk.engine, actor)
    assert clerk.one(seen) == before
    earlier = store.moment() - timedelta(minutes=30)
    with store.writing(clerk.engine) as connection:
        connection.execute(sa.update(sessions.Session).values(seen_at=earlier))
    accounts.seen(clerk.engine, actor)
    assert clerk.one(seen) >= before


def test_sessions_whose_time_is_over_go_with_the_next_sign_in(clerk):
    accounts.begin(clerk.engine, one(clerk, "id"))
    with store.writing(clerk.engine) as connection:
        connection.execute(sa.update(sessions.Session).values(seen_at=store.moment() - timedelta(days=1)))
    accounts.begin(clerk.engine, one(clerk, "id"))
    assert clerk.one("SELECT count(*) FROM session") == 1


# The office's work ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed, field, said", [
    pytest.param({"login": "a b"}, "login", "2 至 32", id="blank in the login"),
    pytest.param({"login": "WANGMO"}, "login", "已有账号", id="login twice"),
    pytest.param({"name": " "}, "name", "单位和姓名", id="no name"),
    pytest.param({"name": "望谟县 王五"}, "name", "分不清", id="name twice"),
    pytest.param({"role": "king"}, "role", "可以做什么", id="no such role"),
    pytest.param({"unit_code": None}, "unit_code", "选且只选一个", id="reporter of nothing"),
    pytest.param({"department_code": "D1"}, "unit_code", "选且只选一个", id="reporter of two"),
    pytest.param({"unit_code": "999"}, "unit_code", "没有 999", id="no such unit"),
])  # fmt: skip
def test_account_that_lacks_something_is_mended_beside_its_field(clerk, typed, field, said):
    good = {"login": "neu", "name": "新人", "role": "reporter", "unit_code": "522301"}
    with pytest.raises(Mistakes) as mistakes:
        accounts.create(clerk.engine, good | typed, ENGINEER)
    assert said in mistakes.value.fields[field]


def test_every_act_on_an_account_stands_in_the_history_without_a_password(clerk):
    accounts.create(clerk.engine, {"login": "office", "name": "办", "role": "office"}, ENGINEER)
    issued = accounts.reset(clerk.engine, "wangmo", ENGINEER)
    accounts.set_disabled(clerk.engine, "wangmo", True, ENGINEER)
    accounts.set_disabled(clerk.engine, "wangmo", False, ENGINEER)
    accounts.rename_and_scope(clerk.engine, "wangmo", {"name": "望谟县 赵六", "role": "viewer"}, ENGINEER)
    notes = [note for (note,) in clerk.all("SELECT note FROM batch WHERE kind = 'account' ORDER BY id")]
    assert notes == [
        "建立账号 wangmo", "建立账号 office", "账号 wangmo：重发一次性密码", "停用账号 wangmo", "恢复账号 wangmo",
        "账号 wangmo：修改姓名、角色或范围",
    ]  # fmt: skip
    assert issued.password not in str(clerk.all("SELECT * FROM batch"))
    assert (one(clerk, "role"), one(clerk, "unit_code")) == ("viewer", None)


# A county's own work ----------------------------------------------------------------------------------------------

TOWN = {"login": "pingdong", "name": "平洞街道 赵六", "role": "reporter", "unit_code": "522326101"}


@pytest.fixture
def maker(clerk):
    """The account of 望谟县, which makes those of its townships, signed in."""
    typed = {"name": "望谟县 王五", "role": "reporter", "unit_code": "522326", "makes_accounts": True}
    accounts.rename_and_scope(clerk.engine, "wangmo", typed, ENGINEER)
    return who(clerk, accounts.begin(clerk.engine, one(clerk, "id")))


def test_county_makes_disables_and_resets_the_accounts_of_its_townships(clerk, maker):
    issued = accounts.create(clerk.engine, TOWN, maker)
    assert accounts.authenticate(clerk.engine, "pingdong", issued.password).must_change
    again = accounts.reset(clerk.engine, "pingdong", maker)
    assert accounts.authenticate(clerk.engine, "pingdong", issued.password) is None
    accounts.rename_and_scope(clerk.engine, "pingdong", TOWN | {"unit_code": "522326102"}, maker)
    accounts.set_disabled(clerk.engine, "pingdong", True, maker)
    assert accounts.authenticate(clerk.engine, "pingdong", again.password) is None
    with store.reading(clerk.engine) as connection:
        assert [row.login for row in accounts.accounts(connection, maker.account)] == ["pingdong"]
    acts = clerk.all("SELECT actor, note FROM batch WHERE kind = 'account' ORDER BY id")[-4:]
    assert acts[0] == ("望谟县 王五", "建立账号 pingdong") and {actor for actor, _note in acts} == {"望谟县 王五"}


@pytest.mark.parametrize("typed", [
    pytest.param({"unit_code": "522301001"}, id="a township of another county"),
    pytest.param({"unit_code": "522326"}, id="its own county"),
    pytest.param({"unit_code": "522326101001"}, id="a village"),
    pytest.param({"unit_code": None, "department_code": "D1"}, id="a department"),
    pytest.param({"role": "office"}, id="the office"),
    pytest.param({"role": "checker"}, id="the checking group"),
    pytest.param({"role": "secretary", "unit_code": "522326"}, id="the deputy secretary"),
    pytest.param({"makes_accounts": True}, id="one that makes accounts"),
])  # fmt: skip
def test_county_makes_no_account_beyond_its_townships(clerk, maker, typed):
    with pytest.raises(Forbidden, match="本县乡镇"):
        accounts.create(clerk.engine, TOWN | typed, maker)
    assert clerk.one("SELECT count(*) FROM account") == 1
    accounts.create(clerk.engine, TOWN, maker)
    with pytest.raises(Forbidden, match="本县乡镇"):
        accounts.rename_and_scope(clerk.engine, "pingdong", TOWN | typed, maker)


def test_county_that_leaves_fields_blank_is_told_which(clerk, maker):
    blank = {"login": "", "name": "", "role": "reporter"}
    with pytest.raises(Mistakes) as refused:
        accounts.create(clerk.engine, blank, maker)
    assert set(refused.value.fields) == {"login", "name", "unit_code"}
    assert refused.value.fields["unit_code"] == "请选择填报乡镇"
    with store.reading(clerk.engine) as connection:  # in a file the same
        assert accounts.lacking(connection, blank, maker) == refused.value.fields
    accounts.create(clerk.engine, TOWN, maker)
    with pytest.raises(Mistakes) as refused:
        accounts.rename_and_scope(clerk.engine, "pingdong", TOWN | {"unit_code": None}, maker)
    assert refused.value.fields == {"unit_code": "请选择填报乡镇"}


def test_county_changes_no_account_that_it_did_not_make_or_that_became_more(clerk, maker):
    accounts.create(clerk.engine, TOWN, ENGINEER)  # by the office
    accounts.create(clerk.engine, TOWN | {"login": "mine", "name": "平洞街道 钱七"}, maker)
    accounts.rename_and_scope(clerk.engine, "mine", {"name": "办", "role": "office"}, ENGINEER)
    for login in ("pingdong", "mine", "wangmo"):
        for work in (lambda login: accounts.reset(clerk.engine, login, maker),
                     lambda login: accounts.set_disabled(clerk.engine, login, True, maker)):  # fmt: skip
            with pytest.raises(Forbidden):
                work(login)
    typed = {"name": "望谟县 王五", "role": "reporter", "unit_code": "522326"}
    accounts.rename_and_scope(clerk.engine, "wangmo", typed, ENGINEER)  # it makes none any more
    with pytest.raises(Forbidden):
        accounts.create(clerk.engine, TOWN | {"login": "late", "name": "late"}, maker)


@pytest.mark.parametrize("typed", [
    {"role": "secretary", "unit_code": "522326101"}, {"role": "secretary"},
    {"role": "reporter", "unit_code": "522326101", "makes_accounts": True},
])  # fmt: skip
def test_deputy_secretary_and_who_makes_accounts_are_of_a_county(small, typed):
    with pytest.raises(Mistakes) as refused:
        accounts.create(small.engine, {"login": "neu", "name": "新人"} | typed, ENGINEER)
    assert refused.value.fields == {"unit_code": "请选择是哪个县的"}


def test_last_account_of_the_office_cannot_be_locked_out(small):
    accounts.create(small.engine, {"login": "office", "name": "办", "role": "office"}, ENGINEER)
    for work in (
        lambda: accounts.set_disabled(small.engine, "office", True, ENGINEER),
        lambda: accounts.rename_and_scope(small.engine, "office", {"name": "办", "role": "viewer"}, ENGINEER),
    ):
        with pytest.raises(Refusal, match="最后一个"):
            work()


def test_unit_that_somebody_reports_for_is_named_before_it_could_go(clerk):
    from lib.ledger.access import named_by_account

    with store.reading(clerk.engine) as connection:
        assert named_by_account(connection, "unit", "522326") and not named_by_account(connection, "unit", "522301")
