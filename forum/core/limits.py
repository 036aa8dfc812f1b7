"""How often something may be tried, counted in memory or, for several servers, in Redis."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import cast

import structlog
from flask import Flask, current_app
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

log = structlog.get_logger()


def init_limits(app: Flask, redis_url: str | None) -> None:
    app.extensions["kith_limits"] = MovingWindowRateLimiter(storage_from_string(redis_url or "memory://"))


def within(rate: str, *about: str) -> bool:
    """Count one try of something; False once there were more than ``rate`` (such as "5/15 minutes")."""
    return _or_allow(lambda limiter: limiter.hit(parse(rate), _key(about)))


def still_within(rate: str, *about: str) -> bool:
    """The same question without counting."""
    return _or_allow(lambda limiter: limiter.test(parse(rate), _key(about)))


def forgive(rate: str, *about: str) -> None:
    """Forget earlier tries, after one that was right."""

    def forget(limiter: MovingWindowRateLimiter) -> bool:
        limiter.clear(parse(rate), _key(about))
        return True

    _or_allow(forget)


def _or_allow(ask: Callable[[MovingWindowRateLimiter], bool]) -> bool:
    """When Redis is away nobody is counted: better a guess too many than a group that cannot sign in."""
    limiter = cast(MovingWindowRateLimiter, current_app.extensions["kith_limits"])
    try:
        return ask(limiter)
    except limiter.storage.base_exceptions as error:
        log.error("limits out of reach", error=type(error).__name__)
        return True


def _key(about: tuple[str, ...]) -> str:
    """An address or a name is never written down as it is."""
    return hashlib.sha256("\0".join(about).encode("utf-8", "replace")).hexdigest()
