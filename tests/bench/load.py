"""Load from four connections, by wrk, and what it cost the server."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from tests.bench.servers import Server

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Measured:
    """Requests a second, latencies in milliseconds, and CPU time of the worker for one, in milliseconds."""

    rate: float
    p50: float
    p99: float
    cpu: float


def measure(server: Server, path: str, cookie: str = "", seconds: int = 4) -> Measured:
    _wrk(server, path, cookie, 1)
    before = server.cpu_seconds()
    out = _wrk(server, path, cookie, seconds)
    spent = server.cpu_seconds() - before
    if "Non-2xx" in out:
        raise SystemExit(f"{path} did not answer 200:\n{out}")
    requests = int(_found(r"(\d+) requests in", out))
    return Measured(
        float(_found(r"Requests/sec:\s+([\d.]+)", out)),
        _milliseconds(_found(r"^\s+50%\s+(\S+)", out)),
        _milliseconds(_found(r"^\s+99%\s+(\S+)", out)),
        1000 * spent / max(requests, 1),
    )


def _wrk(server: Server, path: str, cookie: str, seconds: int) -> str:
    command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "--latency"]
    command += ["-H", f"Cookie: {cookie}"] if cookie else []
    command.append(f"http://127.0.0.1:{server.port}{path}")
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout


def _found(pattern: str, out: str) -> str:
    found = re.search(pattern, out, re.MULTILINE)
    if found is None:
        raise SystemExit(f"wrk said something else:\n{out}")
    return found.group(1)


def _milliseconds(words: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", words).groups()  # type: ignore[union-attr]
    return float(number) * UNITS[unit]
