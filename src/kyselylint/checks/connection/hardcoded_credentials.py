"""Passwords of databases that are written in the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Severity, Span
from kyselylint.query.facts import Credential, Module

# Names that are no place on the network: the machine itself, also by the public names that mean it (localtest.me,
# lvh.me), and what services are called in a compose file.
_LOCAL = re.compile(
    r"^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|(?:.*\.)?(?:localtest|lvh)\.me|.*\.(?:local|localhost|test|invalid|example)"
    r"|db|database|postgres(?:ql)?|pg|mysql|mariadb|mssql|sqlserver|(?:.*\.)?example\.(?:com|org|net)|host(?:name)?)?$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"^(?:<.*>|\[.*\]|\$.*|%.*%|x+|\*+|\.+|your.*|change.?me|placeholder.*|dummy|fake|example|unused|pass|password|test)$",
    re.IGNORECASE,
)


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Passwords given to `new Kysely`, or to a function that makes it; those for this machine are for strict."""
    given = [(one.span, one.credentials) for one in module.instances]
    calls = [one for one in module.obtained if one.credentials]
    makers = {one.maker for other in view.project.modules for one in other.instances} if calls else set()
    given += [(one.span, one.credentials) for one in calls if one.maker in makers]
    for made, credentials in given:
        yield from (_report(one, made, local=_is_local(one)) for one in credentials if _opens(one))


def _is_local(one: Credential) -> bool:
    return one.host is not None and _LOCAL.match(one.host) is not None


def _opens(one: Credential) -> bool:
    """Whether it is a password, and not a default for a machine that only the environment knows, or this one."""
    aside = one.fallback and (one.host is None or _is_local(one))
    return not aside and _PLACEHOLDER.match(one.password) is None


def _report(one: Credential, made: Span, *, local: bool) -> Report:
    server = f"at `{one.host}`" if one.host else "that this connects to"
    known = (
        "everyone who can read the code can open it" if not local else "no other database can be used without a change"
    )
    elsewhere = one.span.path != made.path  # a file without queries, whose comments are not read
    return Report(
        message=f"the password of the database {server} is written in the code: {known}",
        at=made if elsewhere else one.span,
        related=(Label(one.span, "the password"),) if elsewhere else (),
        help="read it from the environment, and stop at the start where it is missing"
        + ("" if local else "; then change the password, which the history of the repository keeps"),
        severity=Severity.INFO if local else None,
        preset=Preset.STRICT if local else None,
    )
