"""The audit for programs."""

from __future__ import annotations

import json

from kyselylint import __version__
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.overview import Overview
from kyselylint.audit import Audit, Entry
from kyselylint.query.sql import render as to_sql
from kyselylint.report.audit.counts import by_verdict
from kyselylint.report.document import Document
from kyselylint.report.json import VERSION, place, problem_object


def render(audit: Audit, document: Document, dialect: str) -> str:
    """One object, with a line end."""
    return json.dumps(_object(audit, document, dialect), indent=2) + "\n"


def _object(audit: Audit, document: Document, dialect: str) -> dict[str, object]:
    return {
        "version": VERSION,
        "tool": {"name": "kyselylint", "version": __version__},
        "summary": {
            "queries": audit.queries,
            "partial": audit.partial,
            "occurrences": len(audit.entries),
            **{kind.value: count for kind, count in by_verdict(audit.entries).items()},
        },
        "databases": [_database(one) for one in audit.databases],
        "occurrences": [_occurrence(entry, document, dialect) for entry in audit.entries],
        "problems": [problem_object(problem, document) for problem in document.outcome.problems],
        "notes": list(audit.notes),
    }


def _database(one: Overview) -> dict[str, object]:
    tables = one.of(Role.OWNED, Role.CHILD, Role.TENANT)
    return {
        "name": one.catalog.name or None,
        "columns": list(one.columns),
        "why": one.tenancy.why,
        "tables": [
            {
                "name": table.name,
                "belongs": table.role.value,
                "columns": [one.spelled(table, column) for column in table.columns],
                "why": table.why,
                "scoped": one.habits[table.folded].scoped if table.folded in one.habits else 0,
                "total": one.habits[table.folded].total if table.folded in one.habits else 0,
            }
            for table in tables
        ],
    }


def _occurrence(entry: Entry, document: Document, dialect: str) -> dict[str, object]:
    one = entry.occurrence
    return {
        **place(one.at, document),
        "function": one.query.function,
        "operation": one.operation.value,
        "table": one.name or None,
        "alias": one.alias or None,
        "role": one.role,
        "place": one.place.value,
        "belongs": one.belongs.value,
        "verdict": one.kind.value,
        "category": one.category,
        "why": one.why,
        "findings": [
            {
                "rule": said.finding.rule,
                "severity": said.finding.severity.value,
                "fate": said.fate,
                "message": said.finding.message,
                "help": said.finding.help,
            }
            for said in entry.remarks
        ],
        "query": {
            **place(one.query.span, document),
            "operation": one.query.operation.value,
            "terminal": one.query.run.terminal if one.query.run else None,
            "complete": one.query.complete,
            "sql": to_sql(one.query, dialect),
        },
    }
