#!/usr/bin/env bash
# The robots of 企业微信 and 钉钉 answer a message they refuse (a wrong signature, a text too long) with status 200 and an errcode.
# One would guess: a library made for telling people reads the errcode, and notify() is then false.
# What really happens: apprise looks at the status alone and reports success for both; and it encodes the signature of 钉钉 before
# it hands it to requests, which encodes it again (%253D), so that the robot is given another signature than was computed.
# apprise 2.3.0 with requests 2.34.2, the network replaced by an answer of that kind, Python 3.11, 2026-11-30.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check apprise==2.3.0 requests==2.34.2
"$folder/venv/bin/python" - <<'PY'
import sys
from unittest import mock

import apprise
import requests

sent = []


def answer(_adapter, request, **_options):
    sent.append(request.url)
    response = requests.Response()
    response.status_code, response.request, response.url = 200, request, request.url
    response._content = b'{"errcode": 310000, "errmsg": "sign not match"}'
    return response


results = {}
with mock.patch("requests.adapters.HTTPAdapter.send", answer):
    for robot in ("wecombot://abcd-1234", "dingtalk://SECsecret@abcdefgh1234"):
        one = apprise.Apprise()
        one.add(robot)
        results[robot.partition(":")[0]] = bool(one.notify(body="数据已报"))
print(f"apprise {apprise.__version__}, requests {requests.__version__}; answered: status 200, errcode 310000")
print("notify() says that it was sent:", results, "requests made:", len(sent))
twice = "%253D" in sent[-1]
print("the signature of the request is encoded twice:", twice)
sys.exit(not (len(sent) == 2 and all(results.values()) and twice))
PY
