"""Passwords of databases that are written in the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Severity
from kyselylint.query.facts import Credential, Instance, Module

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


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Passwords given to `new Kysely` that open a database on another machine; those for this one are for strict."""
    for instance in module.instances:
        for one in instance.credentials:
            if _PLACEHOLDER.match(one.password):
                continue
            local = one.host is not None and _LOCAL.match(one.host) is not None
            if not (one.fallback and (local or one.host is None)):
                yield _report(one, instance, local=local)


def _report(one: Credential, instance: Instance, *, local: bool) -> Report:
    server = f"at `{one.host}`" if one.host else "that this connects to"
    known = (
        "everyone who can read the code can open it" if not local else "no other database can be used without a change"
    )
    elsewhere = one.span.path != instance.span.path  # a file without queries, whose comments are not read
    return Report(
        message=f"the password of the database {server} is written in the code: {known}",
        at=instance.span if elsewhere else one.span,
        related=(Label(one.span, "the password"),) if elsewhere else (),
        help="read it from the environment, and stop at the start where it is missing"
        + ("" if local else "; then change the password, which the history of the repository keeps"),
        severity=Severity.INFO if local else None,
        preset=Preset.STRICT if local else None,
    )
