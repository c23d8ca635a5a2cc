"""What others say of a mistake is English and for the log: people read it in the words of the program."""

import ast
import errno
import http.client
import re
import socket
import ssl
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.kept.said_by_databases import of_postgresql, of_sqlite
from lib.words.said_by_others import of_file, of_value
from lib.words.settings import Settings, read
from lib.words.unanswered import unanswered
from tests.sources import nodes_of

ROOT = Path(__file__).parent.parent.parent
ENGLISH = re.compile("[A-Za-z]{4}")


def certificate(code: int) -> ssl.SSLError:
    error = ssl.SSLCertVerificationError(1, "CERTIFICATE_VERIFY_FAILED")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    "error, said",
    [
        (TimeoutError(), "超时没有回应"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "这个端口没有程序在运行"),
        (urllib.error.URLError(socket.gaierror(-2, "Name or service not known")), "找不到这个名称的服务器"),
        (certificate(10), "证书不在有效期内"),
        (certificate(64), "证书是另一台服务器的"),
        (certificate(18), "证书不是本机信任的机构签发的"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "加密连接建立不了"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "连接中断"),
        (http.client.BadStatusLine("garbage"), "回应的不是网页服务"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), f"网络错误 {errno.EHOSTUNREACH}"),
    ],
)
def test_why_a_host_did_not_answer(error, said):
    assert said in unanswered(error) and not ENGLISH.search(unanswered(error))


@pytest.mark.parametrize(
    "error, said",
    [
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "不存在"),
        (PermissionError(errno.EACCES, "Permission denied"), "当前用户没有权限"),
        (IsADirectoryError(errno.EISDIR, "Is a directory"), "这是文件夹，不是文件"),
        (UnicodeDecodeError("utf-8", b"x", 0, 1, "invalid start byte"), "文件不是 UTF-8 编码"),
        (OSError(errno.ELOOP, "Too many levels of symbolic links"), f"系统错误 {errno.ELOOP}，详见日志"),
    ],
)
def test_why_a_file_cannot_be_used(error, said):
    assert of_file(error) == said


@pytest.mark.parametrize(
    "text, said",
    [
        ("file is not a database", "不是 SQLite 数据库"),
        ("database disk image is malformed", "文件内部自相矛盾"),
        ("*** in database main ***\nTree 5 page 9: btreeInitPage() returns error code 11", "查出错误，详见日志"),
    ],
)
def test_what_sqlite_found(text, said, caplog):
    assert said in of_sqlite(text)
    assert text.split("\n")[0] in caplog.text


@pytest.mark.parametrize(
    "text, said",
    [
        ('connection to server at "127.0.0.1", port 5432 failed: Connection refused Is the server running', "这个端口"),
        ('connection failed: FATAL: password authentication failed for user "a"', "用户名或密码不对"),
        ('connection failed: FATAL: database "b" does not exist', "没有这个数据库或用户"),
        ('could not translate host name "x" to address: Name or service not known', "找不到这个名称的服务器"),
        ("connection timeout expired", "超时没有回应"),
        ("server closed the connection unexpectedly", "连接中断"),
        ("FATAL: the database system is starting up", "正在启动"),
        ("something that nobody has seen yet", "详见日志"),
    ],
)
def test_why_postgresql_does_not_answer(text, said, caplog):
    assert said in of_postgresql(text)
    assert text in caplog.text


class Every(BaseModel):
    """A field of each kind that config.toml and briefing.toml have."""

    model_config = ConfigDict(extra="forbid", strict=True)
    number: int = Field(1, ge=1, le=9)
    text: str = Field("x", min_length=1, max_length=3, pattern="^x")
    yes: bool = True
    several: tuple[str, ...] = Field(("x",), strict=False, min_length=1, max_length=2)


@pytest.mark.parametrize(
    "given, said",
    [
        ({"number": 0}, "不能小于 1"),
        ({"number": 10}, "不能大于 9"),
        ({"number": "1"}, "应为整数"),
        ({"number": 1.5}, "应为整数"),
        ({"text": ""}, "不能为空"),
        ({"text": "xxxx"}, "最多 3 个字符"),
        ({"text": "y"}, "写法不对"),
        ({"text": 1}, "加引号的文字"),
        ({"yes": 1}, "true 或 false"),
        ({"several": []}, "至少写 1 个"),
        ({"several": ["x"] * 3}, "最多写 2 个"),
        ({"several": 3}, "方括号里的列表"),
    ],
)
def test_why_a_value_cannot_stand_in_a_file(given, said):
    with pytest.raises(ValidationError) as refused:
        Every.model_validate(given)
    assert said in of_value(refused.value.errors()[0])


@pytest.mark.parametrize(
    "section, given, said",
    [
        ("", {"language": "fr"}, "只能是 'zh', 'en' 之一"),
        ("calendar", {"timezone": "Beijing"}, "Asia/Shanghai 这样的时区"),
        ("screen", {"slides": ["map"]}, "每个只写一次，可以写的有 title"),
        ("reminders", {"send": True}, "要写 mail_host 或 robots"),
        ("reminders", {"mail_host": "h"}, "还要写发件地址 mail_from"),
    ],
)
def test_own_rules_of_settings_speak_the_language_of_the_run(section, given, said):
    whole = read().model_dump()
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate(whole | ({section: whole[section] | given} if section else given))
    assert said in of_value(refused.value.errors()[0])


# Nobody puts what a library says into a sentence ------------------------------------------------------------------

OURS = {
    "Refusal", "Mistakes", "SettingsError", "FileRefused", "StoreError", "Conflict", "Locked", "Forbidden", "Mistake",
    "BadUsage", "NotSent", "Problem", "Differs",
}  # fmt: skip
OF_HALF_MONTHS = {"lib/server/commands/usage.py", "lib/server/api/parameters.py", "lib/ui/office_settings.py"}
SOURCES = [ROOT / "app.py", *sorted((ROOT / "lib").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py"))]


def handlers(path: Path) -> Iterator[ast.ExceptHandler]:
    """Those of errors that are not this program's own, by the name that they give the error."""
    for node in nodes_of(path):
        if not (isinstance(node, ast.ExceptHandler) and node.name and node.type):
            continue
        if not {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)} <= OURS:
            yield node


def repeated(handler: ast.ExceptHandler) -> Iterator[int]:
    """The lines of a handler that take the words of the error themselves; a log may."""
    logged = {id(part) for node in ast.walk(handler) if is_log(node) for part in ast.walk(node)}
    for node in ast.walk(handler):
        if id(node) in logged:
            continue
        parts: list[ast.expr] = []
        match node:
            case ast.Call(func=ast.Name(id="str" | "Sentence") | ast.Attribute(attr="format")):
                parts = [*node.args, *(keyword.value for keyword in node.keywords)]
            case ast.FormattedValue() | ast.Attribute(attr="strerror" | "args" | "msg" | "message"):
                parts = [node.value]
        if any(isinstance(part, ast.Name) and part.id == handler.name for part in parts):
            yield node.lineno


def is_log(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
            return True
    return False


def test_no_words_of_a_library_stand_in_a_sentence():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        if str(path.relative_to(ROOT)) not in OF_HALF_MONTHS  # a ValueError of HalfMonth is a sentence of our own
        for handler in handlers(path)
        for line in repeated(handler)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["print(str(e))", "print(_('{x}').format(x=e))", "print(f'{e}')", "print(e.strerror)"])
def test_words_of_a_library_are_found_where_they_stand(line, tmp_path):
    (tmp_path / "a.py").write_text(f"try:\n    a()\nexcept OSError as e:\n    log.info('%s', e)\n    {line}\n")
    [handler] = handlers(tmp_path / "a.py")
    assert [*repeated(handler)] == [5]
