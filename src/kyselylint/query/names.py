"""How names are written in SQL: quoting by dialect, CamelCasePlugin, withSchema."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

_QUOTES = {"mysql": "`"}


@dataclass(frozen=True, slots=True)
class Names:
    """The spelling of identifiers for one statement.

    `schema` comes from withSchema(); `schemable` are the tables it applies to: those without a schema that are no CTE.
    """

    dialect: str = "postgres"
    camel: frozenset[str] | None = None  # CamelCasePlugin's options that are on; None without the plugin
    safe_nulls: bool = False
    empty_lists: bool = False
    schema: str = ""
    schemable: frozenset[str] = frozenset()

    def quote(self, name: str) -> str:
        """The identifier in quotes, doubled inside."""
        mark = _QUOTES.get(self.dialect, '"')
        spelled = name if self.camel is None else snake(name, self.camel)
        return f"{mark}{spelled.replace(mark, mark * 2)}{mark}"

    def table(self, name: str, schema: str = "") -> str:
        """A table's name, with its schema or the one of withSchema()."""
        schema = schema or (self.schema if name in self.schemable else "")
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
