"""Archives in, archives out."""

from forum.transfer.importing import import_mbox

__all__ = ["import_mbox"]
