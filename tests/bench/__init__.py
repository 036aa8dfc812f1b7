"""The benchmark: pages, posting and importing, as ratios to a bare Flask page."""
