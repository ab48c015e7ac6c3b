"""What is said of each place where a query reads or writes a tenant's table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kyselylint.analysis.tenancy.contexts import Place
from kyselylint.analysis.tenancy.ground import Ground
from kyselylint.analysis.tenancy.model import TenantTable
from kyselylint.finding import Span
from kyselylint.query.statement import Query, Source
from kyselylint.query.value import Value


class Kind(StrEnum):
    """Whether rows of another tenant are out of reach; the worst first."""

    UNSCOPED = "unscoped"
    UNKNOWN = "unknown"  # something that cannot be read may scope it
    EXEMPT = "exempt"  # not scoped, and need not be
    SCOPED = "scoped"
    SHARED = "shared"  # the table is no tenant's; said of it in the audit alone


class Gap(StrEnum):
    """Why a table is not scoped."""

    NOTHING = "nothing"  # no condition ties it to a tenant
    BY_ID = "by-id"  # only ids, which the client may choose
    CONDITIONAL = "conditional"  # the condition is there on some paths only
    UNDEFINED = "undefined"  # the condition vanishes when its value is undefined
    ALTERNATIVE = "alternative"  # the condition stands under or, not or !=
    JOIN = "join"  # not tied to the scoped row that it is joined to
    FOLLOWS = "follows"  # tied to a row that is judged itself, here or where it was read


@dataclass(frozen=True, slots=True)
class Verdict:
    """One table in one statement of a query: `source` in `statement`, in role target, from, join or using.

    `table` is what is known of the table; `why` a sentence; `at` the place that a finding points to.
    """

    kind: Kind
    source: Source
    statement: Query
    place: Place
    role: str
    table: TenantTable
    why: str
    at: Span
    gap: Gap | None = None
    ground: Ground = Ground.TIED
    value: Value | None = None  # the value that scopes it
    by_person: bool = False  # found by the person: right where the tenants of the person are asked for
    column: str = ""  # the folded tenant column of its own that scopes it
    guarded: bool = False  # exempt because the code checked access before
    named: bool = False  # the query compares a tenant column, whatever it proves
    fixed: tuple[str, ...] = ()  # folded columns that equal a value from outside
    parents: frozenset[str] = frozenset()  # of an upsert: the folded columns that refer to rows of the tenant

    @property
    def category(self) -> str:
        """The kind of its reason, for programs."""
        return self.gap.value if self.gap is not None else self.ground.value
