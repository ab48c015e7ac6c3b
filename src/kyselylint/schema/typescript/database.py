"""A database interface to a catalog."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kyselylint.schema.catalog import Catalog, Column, Table, table_key
from kyselylint.schema.typescript.column import ColumnTypes, Traits
from kyselylint.schema.typescript.members import Members, Property
from kyselylint.schema.typescript.shape import Shapes


@dataclass(frozen=True, slots=True)
class Databases:
    """Turns database types into catalogs."""

    shapes: Shapes

    def catalog(self, name: str, path: str, members: Members) -> Catalog:
        """Every table of the type declared at `path`. Nothing seen gives an empty catalog that is not complete."""
        tables = [self._table(key, one) for key, one in members.properties.items()]
        by_key = {table_key(table.name, table.schema): table for table in tables}
        return Catalog(name, path, by_key, complete=not members.open)

    def _table(self, key: str, described: Property) -> Table:
        schema, _, name = key.rpartition(".")
        members = Members()
        for written in described.types:
            members = self.shapes.members(written).over(members)
        columns = tuple(self._column(column, one) for column, one in members.properties.items())
        view = bool(columns) and not members.open and all(column.generated for column in columns)
        return Table(name, schema, columns, view=view, open=members.open, origin=described.span)

    def _column(self, name: str, described: Property) -> Column:
        types = ColumnTypes(self.shapes)
        found = [types.traits(written) for written in described.types]
        traits = _narrowed(found) if described.intersected else _joined(found)
        if described.optional:  # may be left out of an insert; what a select gives is then not said
            traits = replace(traits, nullable=traits.nullable or None, has_default=traits.has_default or None)
        return Column(name, traits.text, traits.nullable, traits.has_default, traits.generated, described.span)


def _narrowed(all_traits: list[Traits]) -> Traits:
    """What an intersection allows: null only if every part does."""
    last = all_traits[-1]
    return replace(last, nullable=False) if any(traits.nullable is False for traits in all_traits) else last


def _joined(all_traits: list[Traits]) -> Traits:
    """What holds for every row of a union of rows."""
    first = all_traits[0]
    nullable = [traits.nullable for traits in all_traits]
    joined = True if True in nullable else None if None in nullable else False
    return first if len(all_traits) == 1 else replace(first, nullable=joined, has_default=None)
