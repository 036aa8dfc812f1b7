"""Archives in, archives out."""

from forum.transfer.aside import set_aside_lines, write_set_aside
from forum.transfer.importing import import_mbox

__all__ = ["import_mbox", "set_aside_lines", "write_set_aside"]
