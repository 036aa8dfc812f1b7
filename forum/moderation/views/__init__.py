"""HTTP for the moderation room."""
