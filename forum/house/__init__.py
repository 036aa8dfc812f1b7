"""Looking after the house: set it up, serve it, examine it, keep a copy of it."""
