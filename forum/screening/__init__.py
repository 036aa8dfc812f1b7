"""The screening room: from who writes and what they wrote to publish, hold or refuse, with a reason.

Pure: it knows no request and no database. ``boards`` brings what is known of the author and keeps what was
decided; ``moderation`` puts it into the queue.
"""
