"""The formats by name; each is a module with a function `render(document)`, imported when it is wanted."""

from __future__ import annotations

from importlib import import_module

from kyselylint.report.document import Document

FORMATS = ("pretty", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")


def render(name: str, document: Document) -> str:
    """The document in the format of that name."""
    text: str = import_module(f"kyselylint.report.{name}").render(document)
    return text
