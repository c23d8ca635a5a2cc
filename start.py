# -*- coding: utf-8 -*-
"""Start the dashboard without make: `python start.py`. This file also runs on Pythons that are too old, to say so."""

import sys

OLDEST, NEWEST = (3, 11), (3, 14)


def unfit(version):
    """What is wrong with a Python of this (major, minor), in both languages; empty for one that fits."""
    if OLDEST <= version <= NEWEST:
        return ""
    oldest, newest, here = (".".join(str(part) for part in each) for each in (OLDEST, NEWEST, version))
    return (
        "本程序需要 Python " + oldest + " 到 " + newest + "，这里是 " + here + "。"
        "请安装其中一版（python.org），再用它运行 start.py。\n"
        "This program needs Python " + oldest + " to " + newest + ", and this is " + here + ". "
        "Install one of them (python.org) and run start.py with it."
    )  # fmt: skip


if __name__ == "__main__":
    if unfit(tuple(sys.version_info[:2])):
        sys.exit(unfit(tuple(sys.version_info[:2])))
    from deploy import starting

    sys.exit(starting.main(sys.argv[1:]))
