"""Mail coming in: from bytes somebody sent, years ago or just now, to words a member can read."""
