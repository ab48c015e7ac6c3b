"""Resolved settings: total and frozen; nothing is unset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kyselylint.finding import Preset, Severity


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
    """Everything that decides what a run looks at and reports."""

    root: str = "."
    dialect: str = "postgres"
    preset: Preset = Preset.RECOMMENDED
    fail_on: Severity | None = Severity.WARNING
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    options: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    tenancy: TenancySettings = TenancySettings()
