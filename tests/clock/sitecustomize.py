"""The clock stands in 1975 for a Python that has this folder in its PYTHONPATH; Java has the machine's own."""

import sys
import time
from datetime import UTC, datetime

_BACK = time.time() - datetime(1975, 6, 1, tzinfo=UTC).timestamp()
_now, _local, _gm = time.time, time.localtime, time.gmtime

time.time = lambda: _now() - _BACK
time.time_ns = lambda: int((_now() - _BACK) * 1e9)
time.localtime = lambda seconds=None: _local(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gm(time.time() if seconds is None else seconds)

# Without its twin in C, the module asks ``time``.
for name in ("datetime", "_datetime"):
    sys.modules.pop(name, None)
sys.modules["_datetime"] = None  # type: ignore[assignment]
