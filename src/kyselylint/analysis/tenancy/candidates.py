"""Which columns name a tenant, where the configuration does not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kyselylint.analysis.tenancy.usage import Usage
from kyselylint.analysis.tenancy.words import STRONG, WEAK, is_personal, is_tenant_table, tenant_word

# A word that nearly always means a tenant: two tables, unless the project's queries ignore the column.
_FEWEST_STRONG = 2
_SPREAD_STRONG = 0.1
_IGNORED = 0.15
_ENOUGH = 10  # statements that tell whether a column is ignored
# A word that means a tenant in some applications: several tables have it, the tenants' own among them, and most queries
# compare it.
_FEWEST_WEAK = 3
_SPREAD_WEAK = 0.4
_COMPARED_WEAK = 0.4
_SPREAD_NAMED = 0.25  # of such a column, when it is only named to the user
_STATEMENTS_WEAK = 5


@dataclass(frozen=True, slots=True)
class Candidates:
    """Tables by folded name with their columns, folded name to spelling, and how queries use them."""

    tables: Mapping[str, Mapping[str, str]]
    seen: Usage

    def columns(self) -> Iterator[str]:
        """Folded names of the tenant columns, the surest first; of the weaker words the first that fits."""
        for word in STRONG:
            yield from (column for column in self._named(word) if self._is_strong(word, column))
        for word in WEAK:
            found = [column for column in self._named(word) if self._is_weak(word, column)]
            if found:
                yield from found
                return

    def ignored(self) -> Iterator[tuple[str, int, int, int]]:
        """Columns named like a tenant's that queries hardly compare: column, tables, comparisons, statements."""
        for word in (*STRONG, *WEAK):
            for column in self._named(word):
                having = self._having(word, column)
                compared, statements = self.seen.share(having, column)
                telling = self._is_spread(having, word) if word in WEAK else len(having) >= _FEWEST_STRONG
                if telling and statements >= _ENOUGH:
                    yield self._spelled(column), len(having), compared, statements

    def _spelled(self, column: str) -> str:
        return next(columns[column] for columns in self.tables.values() if column in columns)

    def _everyday(self) -> dict[str, Mapping[str, str]]:
        return {name: columns for name, columns in self.tables.items() if not is_personal(name)}

    def _named(self, word: str) -> dict[str, None]:
        everyday = self._everyday().values()
        return dict.fromkeys(column for columns in everyday for column in columns if tenant_word(column) == word)

    def _having(self, word: str, column: str) -> frozenset[str]:
        everyday = self._everyday().items()
        return frozenset(name for name, columns in everyday if column in columns and not is_tenant_table(name, word))

    def _is_strong(self, word: str, column: str) -> bool:
        having = self._having(word, column)
        compared, statements = self.seen.share(having, column)
        ignored = statements >= _ENOUGH and compared < _IGNORED * statements
        return len(having) >= _FEWEST_STRONG and self._spread(having) >= _SPREAD_STRONG and not ignored

    def _is_weak(self, word: str, column: str) -> bool:
        having = self._having(word, column)
        compared, statements = self.seen.share(having, column)
        used = statements >= _STATEMENTS_WEAK and compared >= _COMPARED_WEAK * statements
        return used and self._is_spread(having, word, _SPREAD_WEAK)

    def _is_spread(self, having: frozenset[str], word: str, share: float = _SPREAD_NAMED) -> bool:
        """Whether several tables refer to the tables of a weaker word, and there is such a table."""
        owners = any(is_tenant_table(name, word) for name in self.tables)
        return owners and len(having) >= _FEWEST_WEAK and self._spread(having) >= share

    def _spread(self, having: frozenset[str]) -> float:
        return len(having) / max(len(self._everyday()), 1)
