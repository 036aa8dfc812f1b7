"""Static files: one stylesheet, compressed once, kept by browsers for good.

The address holds a digest of everything static, so that a new release is fetched at once and an old
address never lies.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

STYLESHEET = "kith.css"
YEAR = 365 * 86400


def pages_folder(name: str) -> Path:
    """``templates`` or ``static``: at the top of a checkout, inside the package once installed."""
    package = Path(__file__).parent.parent
    installed = package / "_pages" / name
    return installed if installed.is_dir() else package.parent / name


def init_assets(app: Flask, cache: Path) -> None:
    """Serve the static files below ``/static/<digest>/`` and tell templates where: ``asset(name)``."""
    source = pages_folder("static")
    digest = _digest(source)
    ready = cache / digest
    if not ready.is_dir():
        _prepare(source, ready)
    static = WhiteNoise(app.wsgi_app, max_age=YEAR, immutable_file_test=lambda *_: True)
    static.add_files(str(ready), prefix=f"static/{digest}/")
    app.wsgi_app = static  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = lambda name: f"/static/{digest}/{name}"


def _digest(source: Path) -> str:
    whole = hashlib.sha256()
    for file in _files(source):
        whole.update(str(file.relative_to(source)).encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]


def _files(source: Path) -> list[Path]:
    return sorted(file for file in source.rglob("*") if file.is_file())


def _prepare(source: Path, ready: Path) -> None:
    """Copy, join the stylesheets in the order of their names, compress; then show it whole."""
    ready.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: two servers may start at the same moment.
    draft = ready.with_name(f".{ready.name}.{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(source, draft, ignore=shutil.ignore_patterns("css"))
    sheets = sorted((source / "css").glob("*.css"))
    joined = "\n".join(sheet.read_text() for sheet in sheets)
    (draft / STYLESHEET).write_text(joined.replace("../fonts/", "fonts/"))
    compressor = Compressor(quiet=True)
    for file in _files(draft):
        if compressor.should_compress(file.name):
            compressor.compress(str(file))
    try:
        draft.rename(ready)
    except OSError:
        shutil.rmtree(draft)
        if not ready.is_dir():
            raise
