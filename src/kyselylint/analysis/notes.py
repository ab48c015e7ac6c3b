"""What a run assumed, in sentences for its last lines."""

from __future__ import annotations

from kyselylint.query.facts import Project
from kyselylint.schema.catalog import Schema
from kyselylint.settings import Settings


def assumed(project: Project, schema: Schema, settings: Settings) -> tuple[str, ...]:  # noqa: ARG001
    """The assumptions that findings rest on; the schema's contradictions among them."""
    columns = settings.tenancy.columns
    said = (f"tenant columns, from the configuration: {', '.join(columns)}",) if columns else ()
    return (*said, *schema.notes)
