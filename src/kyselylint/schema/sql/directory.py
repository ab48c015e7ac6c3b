"""Where the names of keys, indexes and referenced tables stand, so that a rename need not look through all tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kyselylint.schema.sql.draft import Draft

_Drafts = dict[int, Draft]


@dataclass(slots=True)
class Directory:
    """Tables by what they name. A table may be listed under a name that it has no more, never the other way round."""

    touched: _Drafts = field(default_factory=dict)
    by_target: dict[str, _Drafts] = field(default_factory=dict)
    by_name: dict[str, _Drafts] = field(default_factory=dict)

    def touch(self, draft: Draft) -> Draft:
        """A statement has the table in hand, and may change it."""
        self.touched[id(draft)] = draft
        return draft

    def referring(self, target: str) -> list[Draft]:
        """The tables that may reference a table; the caller may change them."""
        return self._found(self.by_target, target)

    def having(self, name: str) -> list[Draft]:
        """The tables that may have a key, check or index of a name; the caller may change them."""
        return self._found(self.by_name, name)

    def _found(self, listed: dict[str, _Drafts], name: str) -> list[Draft]:
        for draft in self.touched.values():
            self._list(self.by_target, draft, (key.target for key in draft.foreign_keys))
            self._list(self.by_name, draft, draft.names())
        self.touched.clear()
        return [self.touch(draft) for draft in listed.get(name, {}).values()]

    @staticmethod
    def _list(listed: dict[str, _Drafts], draft: Draft, names: Iterable[str]) -> None:
        for name in names:
            listed.setdefault(name, {})[id(draft)] = draft
