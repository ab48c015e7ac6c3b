"""The audit of tenants in each of its formats; every one is a module with `render(audit, document, dialect)`."""

from __future__ import annotations

from importlib import import_module

from kyselylint.audit import Audit
from kyselylint.report.document import Document


def render(name: str, audit: Audit, document: Document, dialect: str) -> str:
    """The audit as text, json, csv or html."""
    text: str = import_module(f"{__name__}.{name}").render(audit, document, dialect)
    return text
