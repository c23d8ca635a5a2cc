"""[reminders] of config.toml: when whoever has not reported is reminded, by which mail host and which robots."""

import os
from typing import Literal, Self

from pydantic import Field, model_validator

from lib.words.language import gettext as _
from lib.words.toml_files import Strict

Way = Literal["wecom", "dingtalk", "feishu"]

FROM_ENVIRONMENT = "env:"


class Robot(Strict):
    """A robot of a group chat, for the counties and departments whose codes are `units`; without any for all of them.

    `address` and `secret` may be written as env:NAME and stand in the environment. The address is a secret as well.
    """

    kind: Way
    address: str = Field(pattern=r"^(https?://[^\s/]+/\S*|env:\w+)$", repr=False)
    secret: str = Field("", repr=False)
    units: tuple[str, ...] = Field((), strict=False)


class Reminders(Strict):
    """Reminders that are sent: not at all unless the office says so, and only where it names a mail host or a robot."""

    send: bool = False
    at: str = Field("09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    mail_host: str = ""
    mail_port: int = Field(465, ge=1, le=65_535)
    mail_security: Literal["tls", "starttls"] = "tls"
    mail_from: str = Field("", pattern=r"^$|^[^\s@]+@[^\s@]+$")
    mail_user: str = ""
    mail_password: str = Field("", repr=False)
    mail_ca: str = ""
    robots: tuple[Robot, ...] = Field((), strict=False)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.mail_host and not self.mail_from:
            raise ValueError(_("mail_host needs mail_from, the address that the mails come from"))
        if self.send and not (self.mail_host or self.robots):
            raise ValueError(_("send needs mail_host or robots"))
        if len({robot.address for robot in self.robots}) < len(self.robots):
            raise ValueError(_("each robot once; name all that it is for in its units"))
        return self


def secret(text: str) -> str:
    """What a setting says, or the environment where it is written env:NAME; "" where that is not set."""
    if not text.startswith(FROM_ENVIRONMENT):
        return text
    return os.environ.get(text.removeprefix(FROM_ENVIRONMENT), "").strip()  # a file that was read ends with a line
