"""Pages and forms of the boards room: HTTP only."""
