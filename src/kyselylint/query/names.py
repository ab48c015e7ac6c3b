"""How names are written in SQL: quoting by dialect, CamelCasePlugin, withSchema."""

from __future__ import annotations

from dataclasses import dataclass

_QUOTES = {"mysql": "`"}


@dataclass(frozen=True, slots=True)
class Names:
    """The spelling of identifiers for one statement.

    `schema` comes from withSchema(); `schemable` are the tables it applies to: those without a schema that are no CTE.
    """

    dialect: str = "postgres"
    camel: bool = False
    schema: str = ""
    schemable: frozenset[str] = frozenset()

    def quote(self, name: str) -> str:
        """The identifier in quotes, doubled inside."""
        mark = _QUOTES.get(self.dialect, '"')
        spelled = snake(name) if self.camel else name
        return f"{mark}{spelled.replace(mark, mark * 2)}{mark}"

    def table(self, name: str, schema: str = "") -> str:
        """A table's name, with its schema or the one of withSchema()."""
        schema = schema or (self.schema if name in self.schemable else "")
        return f"{self.quote(schema)}.{self.quote(name)}" if schema else self.quote(name)


def snake(name: str) -> str:
    """CamelCasePlugin's to-snake mapping with its default options (src/plugin/camel-case/camel-case.ts of Kysely)."""
    if not name:
        return name
    written = [name[0].lower()]
    for previous, char in zip(name, name[1:], strict=False):
        upper = char != char.lower() and char == char.upper()
        after_upper = previous != previous.lower() and previous == previous.upper()
        written.append(f"_{char.lower()}" if upper and not after_upper else char.lower())
    return "".join(written)
