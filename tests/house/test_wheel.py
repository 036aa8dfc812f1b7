"""The package as others get it: built, installed elsewhere, and the demo opened from there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house.homes import answers, free_port, has_group, kill_group, serving_children, wait_for

PROJECT = Path(__file__).parents[2]
STYLESHEET = re.compile(r'href="(/static/[0-9a-f]+/)kith\.css"')


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """``forum``, installed from a wheel into an environment far from the sources."""
    folder = tmp_path / "elsewhere"
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(PROJECT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("kith-*.whl")
    place = folder / "environment"
    venv.create(place, with_pip=False)
    install = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install", "-q"]
    subprocess.run([*install, "--no-deps", "--no-index", str(wheel)], check=True)
    lend_libraries(place)
    return place / "bin" / "forum"


def lend_libraries(place: Path) -> None:
    """Kith's own package comes from the wheel; what it builds on, from here: to fetch it takes minutes."""
    (site,) = place.glob("lib/python3*/site-packages")
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not (entry.name.startswith(("kith-", "_kith", "__editable__")) or (site / entry.name).exists()):
            (site / entry.name).symlink_to(entry)


@pytest.fixture
def demo(program: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """The demo, ready, with its address and the folder in which its own is."""
    port, scratch = free_port(), tmp_path / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(
        [program, "demo", "--port", str(port)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(scratch), "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}", scratch
    finally:
        kill_group(process)


def test_the_demo_opens_from_the_wheel_and_leaves_nothing(
    program: Path, demo: tuple[subprocess.Popen[str], str, Path], tmp_path: Path
) -> None:
    assert package_of(program, tmp_path).is_relative_to(program.parents[1])
    process, address, scratch = demo
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said == f"ready {address}\n", process.stderr.read() if process.stderr else ""
    assert answers(f"{address}/healthz")
    page = fetched(address).decode()
    assert "Kith demo" in page
    static = STYLESHEET.search(page)
    assert static, "the page has no stylesheet"
    assert b"@layer" in fetched(f"{address}{static[1]}kith.css")
    assert fetched(f"{address}{static[1]}fonts/{font_name()}").startswith(b"wOF2")
    end_a_server_process(process)
    wait_for(lambda: answers(f"{address}/readyz"), process)
    assert b"Kith demo" in fetched(address)
    process.send_signal(signal.SIGINT)
    process.wait(20)
    wait_for(lambda: not has_group(process), seconds=10)
    assert list(scratch.glob("kith-demo-*")) == []


def package_of(program: Path, anywhere: Path) -> Path:
    """Where the environment of ``program`` finds Kith: our own sources must not lie in its way."""
    command = [program.with_name("python"), "-c", "import forum; print(forum.__file__)"]
    done = subprocess.run(command, cwd=anywhere, env={}, capture_output=True, text=True)
    return Path(done.stdout.strip())


def end_a_server_process(demo: subprocess.Popen[str]) -> None:
    """As the server itself ends one that hangs; another takes its place, and the group is still there."""
    (serving,) = serving_children(demo.pid)
    os.kill(serving, signal.SIGABRT)
    wait_for(lambda: set(serving_children(demo.pid)) - {serving}, demo)


def fetched(address: str) -> bytes:
    with urlopen(address, timeout=20) as answer:
        content: bytes = answer.read()
        return content


def font_name() -> str:
    (font,) = (PROJECT / "static" / "fonts").glob("*.woff2")
    return font.name
