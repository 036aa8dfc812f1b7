"""The shelf that a new group begins with."""
