"""What a check may look at besides the query it judges."""

from __future__ import annotations

from dataclasses import dataclass

from kyselylint.query.facts import Module, Project
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import Catalog, Schema
from kyselylint.settings import Settings


@dataclass(frozen=True, slots=True)
class View:
    """The module of the judged query, the whole project, its databases and the settings for that file."""

    module: Module
    project: Project
    schema: Schema
    settings: Settings

    def catalog(self, query: Query) -> Catalog:
        """The tables of the database that the query's handle belongs to; of an unknown one, the only that has them."""
        likely = self.schema.of(query.handle.database, query.handle.declared_in or query.span.path)
        if query.handle.database or len(self.schema.catalogs) == 1 or _has_all(likely, query):
            return likely
        having = [one for one in self.schema.catalogs if _has_all(one, query)]
        return having[0] if len(having) == 1 else likely


def _has_all(catalog: Catalog, query: Query) -> bool:
    named = [source for source, _ in query.tables() if source.table and not source.cte and not source.dynamic]
    return all(catalog.table(source.table, source.schema) is not None for source in named)
