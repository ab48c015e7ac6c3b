"""Resolved settings: total and frozen; nothing is unset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from kyselylint.finding import Preset, Severity

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DIALECTS = ("postgres", "mysql", "sqlite", "mssql")

# What a file is for, by its path from the root, as .gitignore would write it. Rules are silent in some classes.
PATH_CLASSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tests": (
            *("*.test.*", "*.spec.*", "*.e2e-spec.*", "*.bench.*", "test/", "tests/", "__tests__/", "__mocks__/"),
            *("e2e/", "cypress/", "playwright/", "test-utils/", "testing/", "vitest.*", "jest.*"),
        ),
        "fixtures": ("*fixtures/", "__fixtures__/", "factories/", "*.fixture.*", "*fixtures.[jt]s"),
        "migrations": ("*migrations/", "migration/"),
        "seeds": ("seed/", "seeds/", "seeders/", "seed.*", "*.seed.*", "seed-*.*", "seeds.*"),
        "scripts": ("scripts/", "script/", "bin/", "tools/", "tooling/", "cli/"),
        "jobs": (
            "jobs/",
            "job/",
            "cron/",
            "crons/",
            "workers/",
            "worker/",
            "queues/",
            "*.job.*",
            "*.cron.*",
            "*.worker.*",
        ),
        "admin": ("admin/", "superadmin/", "backoffice/"),
        "examples": ("examples/", "example/", "docs/"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TenancySettings:
    """What the project says of its tenants. Empty `columns` means: find them from the database types."""

    columns: tuple[str, ...] = ()
    global_tables: tuple[str, ...] = ()
    tenant_tables: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    scoped_handles: tuple[str, ...] = ()
    scoping_functions: tuple[str, ...] = ()
    exempt_functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that decides what is looked at in a file and reported of it.

    All globs are relative to the project's root and mean what they mean in .gitignore. `options` holds, by rule, an
    instance of the check's own Options; `disabled` the reason by rule, where an override turns rules off for this file.
    `dialect` is "" only in configurations, where nothing is said of it.
    """

    dialect: str = "postgres"
    preset: Preset = Preset.RECOMMENDED
    fail_on: Severity | None = Severity.WARNING
    selectors: tuple[Selector, ...] = ()
    exclude: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    disabled: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    path_classes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: PATH_CLASSES)
    tenancy: TenancySettings = TenancySettings()

    def classify(self, path: str) -> frozenset[str]:
        """The classes that a path from the project's root belongs to: tests, migrations and so on."""
        return _classes(tuple(self.path_classes.items()), path)

    def excludes(self, path: str) -> bool:
        """Whether the file is not looked at."""
        return matches(self.exclude, path)


@dataclass(frozen=True, slots=True)
class Selector:
    """One name of --select or --ignore: a rule, a group, a tag, a preset or `all`; `on_command_line` beats a file's."""

    name: str
    selects: bool
    on_command_line: bool = False


def threshold(name: str) -> Severity | None:
    """The severity from which on a run fails; None for `never`."""
    return None if name == "never" else Severity(name)


def matches(globs: Iterable[str], path: str) -> bool:
    """Whether a path is matched by globs that mean what they mean in .gitignore."""
    patterns = tuple(globs)
    return bool(patterns) and _spec(patterns).match_file(path)


@cache
def _classes(globs: tuple[tuple[str, tuple[str, ...]], ...], path: str) -> frozenset[str]:
    """Asked for each rule and finding of a file; matching its path was a fifth of a run."""
    return frozenset(name for name, patterns in globs if matches(patterns, path))


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # 20 ms, and most runs have nothing to match

    return GitIgnoreSpec.from_lines(patterns)
