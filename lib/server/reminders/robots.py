"""The robots of 企业微信, 钉钉 and 飞书: what each is sent, and what its answer means; they refuse with HTTP 200 too.

Sources: developer.work.weixin.qq.com, document 91770; open.dingtalk.com, “custom bot access”; open.feishu.cn, “custom
bot guide”.
"""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from functools import reduce
from http.client import HTTPException, InvalidURL
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from lib.words.kept_sentences import Sentence, rewritten
from lib.words.language import N_
from lib.words.reminding import Robot, secret
from lib.words.unanswered import unanswered

# bytes of one text; the last two: 20,000 of a message
LONGEST_TEXT = {"wecom": 2_048, "dingtalk": 15_000, "feishu": 15_000}
ANSWER_SECONDS = 15
SHORTEST = 7  # characters of a secret; what is shorter is a word like “send”
MOST_READ = 20_000  # bytes of an answer that are read


class NotSent(Exception):
    """Why something was not sent: our sentence, or the words of whoever refused it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        """A robot never leads elsewhere; whoever does would get its key."""


_opener = build_opener(_Stay)  # by the proxy of the environment, where there is one: robots stand outside


def tell(robot: Robot, text: str) -> str:
    """Say `text` by a robot, in as many pieces as it needs; its last answer. Raises NotSent."""
    try:
        answers = [_post(*message(robot, piece, time.time())) for piece in pieces(text, LONGEST_TEXT[robot.kind])]
        return _without_secrets(robot, answers[-1])
    except NotSent as why:
        raise NotSent(_without_secrets(robot, why.why)) from None


def host_of(address: str) -> str:
    """The host of an address; "" of what is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _without_secrets(robot: Robot, text: str) -> str:
    if not host_of(secret(robot.address)):
        return text  # nothing was asked
    address = urlsplit(secret(robot.address))
    tokens = [value for _name, value in parse_qsl(address.query)]
    secrets = (address.query, *tokens, address.path.rpartition("/")[2], secret(robot.secret))
    hidden = [each for each in secrets if len(each) > SHORTEST]
    return rewritten(text, lambda words: reduce(lambda left, each: left.replace(each, "…"), hidden, words))


def message(robot: Robot, text: str, now: float) -> tuple[str, dict[str, object]]:
    """Address and body of one message, signed at `now` (seconds since 1970) where the robot has a secret."""
    address, key = secret(robot.address), secret(robot.secret)
    if not address or (robot.secret and not key):
        raise NotSent(Sentence(N_("The environment does not hold the address or secret of this robot")))
    if not host_of(address):
        raise NotSent(Sentence(N_("This is no address of a robot")))
    if robot.kind == "feishu":
        at = str(int(now))
        # with 飞书 time and key are themselves the key, and the text that is signed is empty
        signed = {"timestamp": at, "sign": _signature(f"{at}\n{key}", "")} if key else {}
        return address, signed | {"msg_type": "text", "content": {"text": text}}
    if robot.kind == "dingtalk" and key:
        at = str(int(now * 1000))
        query = urlencode({"timestamp": at, "sign": _signature(key, f"{at}\n{key}")})  # encoded here, and only here
        address += ("&" if urlsplit(address).query else "?") + query
    return address, {"msgtype": "text", "text": {"content": text}}


def _signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()


def pieces(text: str, most: int) -> Iterator[str]:
    """`text` in pieces of at most `most` bytes in UTF-8: cut after a line, else between two characters."""
    rest = text.encode()
    while len(rest) > most:
        head = rest[:most].decode(errors="ignore")
        line = head.rfind("\n")
        head = head[: line + 1] if line > 0 else head
        yield head.rstrip("\n")
        rest = rest[len(head.encode()) :]
    yield rest.decode()


def _post(address: str, body: dict[str, object]) -> str:
    data = json.dumps(body, ensure_ascii=False).encode()
    request = Request(address, data, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with _opener.open(request, timeout=ANSWER_SECONDS) as response:
            return understood(response.read(MOST_READ))
    except HTTPError as error:
        raise NotSent(f"HTTP {error.code}") from None
    except (ValueError, InvalidURL):  # their words hold the address, which is a secret
        raise NotSent(Sentence(N_("This is no address of a robot"))) from None
    except (OSError, HTTPException) as error:  # nothing there, nothing in time, no certificate that holds, no HTTP
        raise NotSent(Sentence(N_("No answer: {reason}"), reason=unanswered(error))) from None


def understood(answer: bytes) -> str:
    """What a robot said when it took the message. Raises NotSent for any other code than 0, and for no code."""
    try:
        told = json.loads(answer)
        # errcode is that of 企业微信 and 钉钉, the other two are of 飞书
        code = next(told[name] for name in ("errcode", "code", "StatusCode") if name in told)
    except (ValueError, TypeError, StopIteration):
        raise NotSent(Sentence(N_("The answer is not that of a robot"))) from None
    words = f"{code} {told.get('errmsg') or told.get('msg') or told.get('StatusMessage') or ''}".strip()
    if code != 0:
        raise NotSent(words)
    return words
