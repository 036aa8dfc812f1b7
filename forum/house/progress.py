"""How far a command has come, for whoever waits for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress_shown(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how much is done, and out of how much; now and then a line where no bar can be."""
    if not sys.stderr.isatty():
        yield _in_lines(label)
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show


def _in_lines(label: str) -> Callable[[int, int], None]:
    said = 0

    def show(done: int, total: int) -> None:
        nonlocal said
        tenths = 10 * done // max(total, 1)
        if tenths > said:
            said = tenths
            click.echo(f"{label}: {tenths * 10} %", err=True)

    return show
