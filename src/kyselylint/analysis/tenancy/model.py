"""Which tables belong to tenants, and by which column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kyselylint.schema.catalog import fold


class Role(StrEnum):
    """What a table is to tenants."""

    OWNED = "owned"  # each row names its tenant
    CHILD = "child"  # each row belongs to a row of an owned table
    TENANT = "tenant"  # its rows are the tenants
    SHARED = "shared"  # nobody's, or everybody's


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key between tables of tenants: folded `columns` hold the folded `target_columns` of `target`.

    `to_shared` when the row that it leads to may be nobody's.
    """

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    to_shared: bool = False


@dataclass(frozen=True, slots=True)
class TenantTable:
    """A table as the proof sees it.

    Names are folded, except `name` and `spelled`, the tenant column as the project writes it. `personal` are columns by
    which a person finds what is theirs; `tokens` such that hold what nobody can guess. `person` when its rows are about
    a person: users, sessions. `foreign` are columns that refer to tables of nobody. `shared_rows` when the tenant
    column may be null: such a row is everybody's.
    """

    name: str
    role: Role
    columns: tuple[str, ...] = ()
    spelled: str = ""
    key: tuple[str, ...] = ("id",)
    links: tuple[Link, ...] = ()
    personal: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    person: bool = False
    foreign: frozenset[str] = frozenset()
    shared_rows: bool = False
    all_columns: frozenset[str] = frozenset()
    closed: bool = False
    why: str = ""

    @property
    def folded(self) -> str:
        """The name by which links and queries find it."""
        return fold(self.name)


@dataclass(frozen=True, slots=True)
class Tenancy:
    """What one database has of tenants. `columns` are the tenant columns as written; no column means no tenants.

    `named` are the columns that were looked for in every table; a table may also refer to the tenants by another one.
    Without tenants, it is a column that looks like theirs.
    """

    columns: tuple[str, ...] = ()
    tables: Mapping[str, TenantTable] = field(default_factory=lambda: MappingProxyType({}))
    why: str = ""
    named: tuple[str, ...] = ()
    complete: bool = False  # a table that is not among `tables` does not exist

    def __bool__(self) -> bool:
        return bool(self.columns)
