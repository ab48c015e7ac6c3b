"""How names are written in SQL: quoting by dialect, CamelCasePlugin, withSchema."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import pairwise

from kyselylint.query.value import Scalar

_QUOTES = {"mysql": "`"}
_CAMEL = "CamelCasePlugin"
_NO_LISTS = "HandleEmptyInListsPlugin"
_PUSHED = f"{_NO_LISTS}.push="


def pushing(value: Scalar) -> str:
    """HandleEmptyInListsPlugin's strategy that puts this value into empty lists, as a handle's plugins name it."""
    return f"{_PUSHED}{json.dumps(value)}"


@dataclass(frozen=True, slots=True)
class Schema:
    """A withSchema(), and where it applies: to `tables` of the statements around, but not to names in `ctes`."""

    name: str
    tables: frozenset[str] = frozenset()
    ctes: frozenset[str] = frozenset()

    def inside(self, tables: frozenset[str], ctes: frozenset[str]) -> Schema:
        """The same within a statement about these tables."""
        known = self.ctes | ctes
        return replace(self, tables=self.tables | (tables - known), ctes=known)


@dataclass(frozen=True, slots=True)
class Names:
    """The spelling of identifiers in a statement, and what else plugins make of it.

    `schemas` come from withSchema(), the innermost first: a query inside another one may have its own.
    """

    dialect: str = "postgres"
    plugins: frozenset[str] = frozenset()
    schemas: tuple[Schema, ...] = ()
    camel: frozenset[str] | None = None  # CamelCasePlugin's options that are on; None without the plugin
    safe_nulls: bool = False
    empty_lists: bool = False
    pushed: tuple[Scalar, ...] = ()  # what is put into empty lists, if anything

    @property
    def schema(self) -> str:
        """What the innermost withSchema() says."""
        return self.schemas[0].name if self.schemas else ""

    def of(self, schema: str, plugins: tuple[str, ...]) -> Names:
        """The spelling of a part that brings a schema or plugins of its own: what is around it comes after them."""
        known = self.plugins.union(plugins)
        if schema in ("", self.schema) and known == self.plugins:
            return self
        options = frozenset(name.removeprefix(f"{_CAMEL}.") for name in known if name.startswith(f"{_CAMEL}."))
        pushed = tuple(json.loads(name.removeprefix(_PUSHED)) for name in plugins if name.startswith(_PUSHED))
        return Names(
            self.dialect,
            known,
            self.schemas if schema in ("", self.schema) else (Schema(schema), *self.schemas),
            options if _CAMEL in known else None,
            "SafeNullComparisonPlugin" in known,
            _NO_LISTS in known,
            pushed or self.pushed,
        )

    def inside(self, tables: frozenset[str], ctes: frozenset[str]) -> Names:
        """The spelling within a statement about these tables, with these common table expressions."""
        return replace(self, schemas=tuple(one.inside(tables, ctes) for one in self.schemas))

    def quote(self, name: str) -> str:
        """The identifier in quotes, doubled inside."""
        mark = _QUOTES.get(self.dialect, '"')
        spelled = name if self.camel is None else snake(name, self.camel)
        return f"{mark}{spelled.replace(mark, mark * 2)}{mark}"

    def table(self, name: str, schema: str = "") -> str:
        """A table's name, with its schema or the one of withSchema()."""
        schema = schema or next((one.name for one in self.schemas if name in one.tables), "")
        return f"{self.quote(schema)}.{self.quote(name)}" if schema else self.quote(name)


def snake(name: str, options: frozenset[str] = frozenset()) -> str:
    """CamelCasePlugin's to-snake mapping (src/plugin/camel-case/camel-case.ts of Kysely).

    `options` may hold upperCase, underscoreBeforeDigits and underscoreBetweenUppercaseLetters.
    """
    if not name or ("upperCase" in options and name == name.upper()):
        return name
    written = [name[0].lower()]
    for previous, char in pairwise(name):
        if (_is_upper(char) and (not _is_upper(previous) or "underscoreBetweenUppercaseLetters" in options)) or (
            "underscoreBeforeDigits" in options and char.isdigit() and not previous.isdigit() and previous != "_"
        ):
            written.append("_")
        written.append(char.lower())
    spelled = "".join(written)
    return spelled.upper() if "upperCase" in options else spelled


def _is_upper(char: str) -> bool:
    return char != char.lower() and char == char.upper()
