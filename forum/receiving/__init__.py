"""The mail room: what comes in by mail is kept, read, and posted by the same doors as from the web."""
