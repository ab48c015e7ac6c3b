"""How sure it is that a clause is part of a query when it runs."""

from __future__ import annotations

from enum import StrEnum


class Certainty(StrEnum):
    """On which paths through the code a clause is added.

    ALWAYS: on every path. SOMETIMES: under a condition. OTHERWISE: on the other arm of a condition whose first arm is
    shown. UNKNOWN: added where we cannot see.
    """

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    OTHERWISE = "otherwise"
    UNKNOWN = "unknown"
