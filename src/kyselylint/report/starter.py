"""A first `kyselylint.toml` for a project: what was found and why, as comments beside the keys that decide it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap

from kyselylint import __version__
from kyselylint.analysis.notes import tenants_of
from kyselylint.analysis.tenancy.model import Role, TenantTable
from kyselylint.analysis.tenancy.overview import Overview
from kyselylint.analysis.tenancy.words import is_membership, is_personal
from kyselylint.report.style import printable
from kyselylint.survey import Survey, relative

_URL = "https://github.com/kyselylint/kyselylint/blob/main/docs/configuration.md"
_WIDTH = 100
_DEFAULTS = (
    ("preset", "recommended", "strict shows conventions as well, audit also what is uncertain"),
    ("fail-on", "warning", "the least severity that fails a run; error lets warnings pass"),
)


def render(found: Survey, home: str, above: str = "") -> str:
    """The file's text. `home` is its folder relative to the root, `above` a configuration that it extends."""
    parts = (_head(above), _database(found, home, above), _paths(found, home), _tenancy(found), _rules())
    return "\n".join("".join(f"{line}".rstrip() + "\n" for line in part) for part in parts)


def _head(above: str) -> Iterator[str]:
    yield from _said(
        f"Written by `kyselylint init` {__version__}: what it found, and why. A run with this file reports what a run "
        "without it reports; it is here to be read, and changed where it is wrong."
    )
    yield f"# Every key: {_URL}"
    yield ""
    if above:
        yield f"extends = [{_string(above)}]"
    for key, value, meaning in _DEFAULTS:
        yield from _said(meaning)
        yield f"{'# ' if above else ''}{key} = {_string(value)}"


def _database(found: Survey, home: str, above: str) -> Iterator[str]:
    if found.dialect_from:
        yield from _said(f"The database, going by {relative(found.dialect_from, home)}.")
    else:
        yield from _said(f"The database. Nothing shows which one it is, so {found.dialect} is assumed.")
    yield f"{'' if found.dialect_from and not above else '# '}dialect = {_string(found.dialect)}"
    yield ""
    yield from _said("The schema was read from:" if found.origins else "No schema was found: no types, no migrations.")
    yield from _columns([(relative(one.path, home), one.holds) for one in found.origins])


def _paths(found: Survey, home: str) -> Iterator[str]:
    yield from _said(
        "What files are for, by their paths. Rules are silent in some of these classes, and tests, jobs, scripts and "
        "administration may look at every tenant. "
        + ("With queries there are:" if found.classes else "No file with queries is in one of them.")
    )
    yield from _columns(
        [
            (name, f"{len(paths):,} {'file' if len(paths) == 1 else 'files'}, such as {relative(paths[0], home)}")
            for name, paths in found.classes.items()
        ]
    )
    yield from _said("To decide it yourself, class by class, in place of the globs that are built in:")
    yield from ("# [paths]", '# jobs = ["src/queues/", "*.processor.*"]')


def _tenancy(found: Survey) -> Iterator[str]:
    yield "[tenancy]"
    with_tenants = [one for one in found.databases if one.tenancy]
    if with_tenants:
        yield from _tenants(found, with_tenants)
    else:
        hints = [one.tenancy for one in found.databases if one.tenancy.why]
        hint = f": {hints[0].why}" if hints else ""
        yield from _said(f"No column was found that names a tenant{hint}. If there is one, name it:")
        yield f"# columns = [{', '.join(map(_string, hints[0].named)) if hints else _string('organization_id')}]"
    for key, value, meaning in (
        ("scoped-handles", "tenantDb", "Handles that only reach one tenant's rows."),
        ("scoping-functions", "forTenant", "Functions that add the tenant to a query."),
        ("exempt-functions", "rebuildSearchIndex", "Functions that may look at every tenant."),
    ):
        yield from ("", *_said(meaning), f"# {key} = [{_string(value)}]")


def _tenants(found: Survey, databases: Sequence[Overview]) -> Iterator[str]:
    several = len(found.databases) > 1
    for one in databases:
        yield from _said(f"{tenants_of(one, several=several).removeprefix('tenants: ')}.")
        yield from _columns([("table", "why", "scoped"), *(_line(table, one) for table in _owned(one))])
    yield from _said(
        "Where fewer than 80 % of a table's queries are scoped a missing scope is a warning, and below 60 % a note "
        'that only --preset strict shows. To report each in full: [rules."tenancy/unscoped-query"] always = true.'
    )
    listed = f"columns = [{', '.join(map(_string, found.columns))}]"
    if found.settled:
        yield listed
    else:
        yield from _said(
            "Not set, for it would say more than was found: the first column is the widest level, and each database of "
            "the project has all of them. Put them in order, and take the comment sign away."
        )
        yield f"# {listed}"
    yield from ("", *_shared(databases))
    yield from ("", *_said("Tables that belong to a tenant although no type shows it."), "# tenant-tables = []")
    yield from ("", *_tokens(databases))


def _shared(databases: Sequence[Overview]) -> Iterator[str]:
    """Tables that no tenant column was found in, and what else they are."""
    people = {table.name for one in databases for table in one.of(*Role) if _is_of_authentication(table)}
    shared = {table.name for one in databases for table in one.of(Role.SHARED) if table.all_columns} - people
    owners = {table.name for one in databases for table in one.of(Role.TENANT)}
    yield from _said("Tables that all tenants share: no tenant column, and no foreign key to a table that has one.")
    yield from _list("# global-tables", sorted(shared))
    if owners:
        yield from _said(f"Not among them, since their rows are the tenants: {', '.join(sorted(owners))}.")
    if people:
        yield from _said(
            f"Tables of authentication: {', '.join(sorted(people))}. A person's own rows may be read by the person, "
            "whatever the tenant, and a member's to learn their tenants."
        )


def _tokens(databases: Sequence[Overview]) -> Iterator[str]:
    found = {one.spelled(table, column) for one in databases for table in _owned(one) for column in table.tokens}
    known = f" Known by their names: {', '.join(sorted(found))}." if found else ""
    yield from _said(f"Columns whose values nobody can guess: whoever has one may see its row.{known}")
    yield "# tokens = []"


def _rules() -> Iterator[str]:
    yield from _said("Rules one by one: `kyselylint rules` lists them, `kyselylint explain RULE` says what each wants.")
    yield from ('# [rules."selection/select-all"]', '# severity = "off"', "")
    yield from ("# [[overrides]]", '# files = ["src/support/**"]', '# disable = ["tenancy"]')
    yield '# reason = "support staff see every tenant"'


def _owned(one: Overview) -> tuple[TenantTable, ...]:
    return one.of(Role.OWNED, Role.CHILD)


def _line(table: TenantTable, one: Overview) -> tuple[str, str, str]:
    habit = one.habits.get(table.folded)
    return table.name, table.why, f"{habit.scoped} of {habit.total}" if habit else ""


def _is_of_authentication(table: TenantTable) -> bool:
    """A session that names its tenant may be anything: a table of the application that is called so."""
    return is_membership(table.name) or (is_personal(table.name) and table.role is Role.SHARED)


def _said(text: str) -> Iterator[str]:
    """A comment, broken to the width of the file."""
    return (f"# {line}" for line in wrap(printable(text), _WIDTH, break_long_words=False, break_on_hyphens=False))


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows of a table in a comment."""
    shown = [[printable(cell) for cell in row] for row in rows]
    wide = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        yield "#   " + "  ".join(cell.ljust(space) for cell, space in zip(row, wide, strict=True)).rstrip()


def _list(key: str, values: Sequence[str]) -> Iterator[str]:
    """A list in a comment, as many values to a line as fit."""
    text = f"[{', '.join(map(_string, values))}]"
    first, *rest = wrap(f"{key} = {text}", _WIDTH, break_long_words=False, break_on_hyphens=False)
    yield first
    yield from (f"#   {line}" for line in rest)


def _string(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
