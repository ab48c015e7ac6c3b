"""Columns whose content nobody should see by accident."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from kyselylint.analysis.names import words
from kyselylint.schema.catalog import Column, Table, fold

_ALONE = frozenset({"password", "passwd", "secret", "salt"})
_LAST = frozenset({"hash", "token"})
_PAIRS = frozenset(
    {
        *(("access", "token"), ("api", "key"), ("backup", "codes"), ("encryption", "key"), ("password", "hash")),
        *(("private", "key"), ("recovery", "codes"), ("refresh", "token"), ("secret", "key"), ("token", "hash")),
    }
)
# Tables whose hashes are of secrets.
_HOLDERS = frozenset(
    {"account", "credential", "credentials", "key", "keys", "password", "session", "token", "tokens"}
) | {
    *("accounts", "api", "auth", "invite", "invitation", "login", "passwords", "reset", "sessions", "user", "users"),
}
# Facts about a secret that are none themselves: password_changed_at, token_expires_at, has_password.
_ABOUT = frozenset(
    {"at", "count", "enabled", "expires", "expiry", "has", "id", "is", "length", "name", "type", "required"}
)


def secret_columns(table: Table, more: Iterable[str], harmless: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a table that hold a password, a token, a key or a hash of one."""
    listed, spared = {fold(one) for one in more}, {fold(one) for one in harmless}
    secret = [column for column in table.columns if is_secret(column.name) and fold(column.name) not in spared]
    of_content = all(fold(column.name) == "hash" for column in secret) and _HOLDERS.isdisjoint(words(table.name))
    kept = () if of_content else secret  # a hash by itself is one of a file or a record, to find it again
    return tuple(column for column in table.columns if fold(column.name) in listed or column in kept)


def is_secret(column: str) -> bool:
    """Whether a column of that name holds a secret."""
    parts = words(column)
    if _ABOUT.intersection(parts):
        return False
    pairs = set(pairwise(parts))
    return bool(_ALONE.intersection(parts) or pairs & _PAIRS or (len(parts) == 1 and _LAST.intersection(parts)))
