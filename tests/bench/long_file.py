"""The child of the benchmark that takes the long file in, so that its peak memory is nobody else's.

`python -m tests.bench.long_file DATABASE_URL FILE` prints seconds by step and megabytes as JSON.
"""

import json
import sys
from pathlib import Path

from lib.kept.store import connect
from tests.bench.intake import in_steps


def peak_megabytes() -> float:
    """The most memory that was resident at once.

    Not ru_maxrss: it starts at the peak of the process that called, which is the benchmark's.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


if __name__ == "__main__":
    database, path = sys.argv[1:]
    imports = peak_megabytes()
    taken = in_steps(connect(database), Path(path), None)
    print(json.dumps(taken | {"imports": imports, "peak": peak_megabytes()}))
