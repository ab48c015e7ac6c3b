"""What a project's databases have of tenants, and how regularly queries of their tables are scoped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kyselylint.analysis.tenancy.habit import Habit, shares
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role, Tenancy, TenantTable
from kyselylint.analysis.view import View
from kyselylint.schema.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Overview:
    """The tenants of one database. `habits` are by folded table: those whose queries could name the tenant."""

    catalog: Catalog
    tenancy: Tenancy
    habits: Mapping[str, Habit]

    def of(self, *roles: Role) -> tuple[TenantTable, ...]:
        """The tables that are this to tenants, by name."""
        found = (table for table in self.tenancy.tables.values() if table.role in roles)
        return tuple(sorted(found, key=lambda table: table.name))

    @property
    def columns(self) -> tuple[str, ...]:
        """The tenant columns as the project writes them, the most frequent first."""
        spelled = (self.spelled(table, column) for table in self.of(Role.OWNED) for column in table.columns)
        return tuple(column for column, _ in Counter(spelled).most_common())

    def spelled(self, table: TenantTable, column: str) -> str:
        """A folded column of a table, as the project writes it."""
        if table.columns[:1] == (column,):
            return table.spelled
        shown = self.catalog.table(table.name)
        found = shown.column(column) if shown else None
        return found.name if found else column

    @property
    def whole(self) -> Habit:
        """The habit over all tables."""
        habits = self.habits.values()
        return Habit(sum(one.scoped for one in habits), sum(one.total for one in habits))

    def apart(self) -> tuple[tuple[TenantTable, Habit], ...]:
        """The tables that are not scoped as a rule, the weakest habit first."""
        found = ((self.tenancy.tables[name], one) for name, one in self.habits.items() if one.weak or one.mixed)
        return tuple(sorted(found, key=lambda pair: (pair[1].share, -pair[1].total, pair[0].name)))


def overviews(view: View) -> tuple[Overview, ...]:
    """One for each database of the schema; for all tables at once where no database type is known."""
    here = known(view.project)
    catalogs = view.schema.catalogs or (view.schema.union,)
    found = [(catalog, here.tenancy(catalog, view.settings.tenancy)) for catalog in catalogs]
    return tuple(Overview(catalog, one, shares(here, one, view) if one else {}) for catalog, one in found)
