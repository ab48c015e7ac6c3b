"""What a check says and what a report shows; imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Severity(StrEnum):
    """How bad it is if the finding is true."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst, so that sorting puts errors first."""
        return tuple(Severity).index(self)


class Confidence(StrEnum):
    """How sure the tool is that the finding is true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Preset(IntEnum):
    """The smallest preset that shows a finding; each includes the ones before it."""

    RECOMMENDED = 0
    STRICT = 1
    AUDIT = 2

    @property
    def label(self) -> str:
        """The spelling in configuration and on the command line."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes `start` to `end` (exclusive) of the file at `path`, offsets into the original bytes."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that belongs to the story of a finding."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that repairs the finding; `safe` ones keep the meaning of the program."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check says: message and place; the engine adds rule, severity and the rest.

    `severity`, `confidence` and `preset` are set only where this finding differs from its page. `rests_on` names the
    clauses that it depends on (`order`, `limit` …), where those are not all: what cannot be read of the others does not
    make it less sure.
    """

    message: str
    at: Span
    related: tuple[Label, ...] = ()
    help: str = ""
    severity: Severity | None = None
    confidence: Confidence | None = None
    preset: Preset | None = None
    fix: Fix | None = None
    rests_on: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding as every format shows it; sorted by path, place and rule."""

    span: Span
    rule: str
    message: str = field(compare=False)
    severity: Severity = field(compare=False)
    confidence: Confidence = field(compare=False)
    preset: Preset = field(compare=False)
    related: tuple[Label, ...] = field(default=(), compare=False)
    help: str = field(default="", compare=False)
    sql: str | None = field(default=None, compare=False)
    function: str = field(default="", compare=False)
    fix: Fix | None = field(default=None, compare=False)
    fingerprint: str = field(default="", compare=False)
    suppressed: str | None = field(default=None, compare=False)  # the reason, "" when none is given


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Why a part of the analysis did not take place: a file that cannot be read, a check that failed.

    `detail` is for the people who maintain kyselylint (a traceback).
    """

    message: str = field(compare=False)
    path: str = ""
    rule: str = ""
    at: Span | None = field(default=None, compare=False)
    detail: str = field(default="", compare=False, repr=False)
