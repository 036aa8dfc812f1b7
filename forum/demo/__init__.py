"""A whole group, made up, to look around in."""

from forum.demo.fill import fill_demo
from forum.demo.people import PASSWORD, SIGN_INS

__all__ = ["PASSWORD", "SIGN_INS", "fill_demo"]
