"""``python -m forum`` is the same as ``forum``."""

from forum.cli import main

main()
