"""References that the database cannot follow backwards."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.built import built_tables, dialect_of, folded
from kyselylint.analysis.indexes import implied
from kyselylint.analysis.names import words
from kyselylint.analysis.remedy import NewIndex, as_migration, created
from kyselylint.analysis.sqlnames import quoted
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report
from kyselylint.schema.catalog import ForeignKey, Index, Table

_ORDERED = ("btree", "hash")
_WHO = frozenset(
    {"by", "actor", "author", "creator"}
)  # read from the row's side; only the delete of a person looks back

_DONE_BY = ("edby", "enby")  # createdby_id, takenby


def check_project(view: View) -> Iterator[Report]:
    """Each foreign key whose columns no index leads with."""
    for table, catalog in built_tables(view):
        dialect = dialect_of(catalog, view)
        for reference in table.foreign_keys if dialect != "mysql" else ():  # MySQL makes these indexes itself
            if reference.origin is not None and not any(_serves(index, reference) for index in table.paths()):
                columns = ", ".join(f"`{name}`" for name in reference.columns)
                parts = tuple(quoted(name, dialect) for name in reference.columns)
                change = created(NewIndex(table, parts, reference.columns), catalog, dialect)
                yield Report(
                    message=f"{columns} of `{table.name}` references `{reference.target}`, and no index begins with it",
                    at=reference.origin,
                    help=as_migration(change, table.created, view),
                    preset=Preset.STRICT if _may_do_without(table, reference) else None,
                )


def _serves(index: Index, reference: ForeignKey) -> bool:
    """Of several columns one is enough: with it few rows are left to look at. What is looked for is never null."""
    holds = frozenset(f"{name} is not null" for name in folded(reference.columns))
    return (not index.where or implied(index.where, holds) is True) and _leads(index, reference, 1)


def _may_do_without(table: Table, reference: ForeignKey) -> bool:
    """A partial index, or one behind the tenant, serves most queries; who did something is seldom looked up by."""
    who = any(word in _WHO or word.endswith(_DONE_BY) for name in reference.columns for word in words(name))
    return who or any(_leads(index, reference, 2) for index in table.paths())


def _leads(index: Index, reference: ForeignKey, reach: int) -> bool:
    wanted = folded(reference.columns)
    return index.method in _ORDERED and any(name in wanted for name in folded(index.columns)[:reach])
