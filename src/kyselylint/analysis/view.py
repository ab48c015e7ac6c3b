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
        """The tables of the database that the query's handle belongs to."""
        return self.schema.of(query.handle.database, query.handle.declared_in or query.span.path)
