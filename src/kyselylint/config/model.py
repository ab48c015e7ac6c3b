"""What a `kyselylint.toml` may say; the only importer of pydantic."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from kyselylint.settings import PATH_CLASSES

Severity = Literal["error", "warning", "info", "off"]
Strings = list[StrictStr]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Table(BaseModel):
    """A TOML table that knows all of its keys."""

    model_config = ConfigDict(extra="forbid", alias_generator=_kebab, frozen=True)


class Tenancy(_Table):
    """What separates one customer's rows from another's."""

    columns: Strings = Field(
        default=[], description="columns that name the tenant; found from the database types when empty"
    )
    global_tables: Strings = Field(default=[], description="tables that all tenants share")
    tenant_tables: Strings = Field(default=[], description="tables that belong to a tenant although no type shows it")
    tokens: Strings = Field(
        default=[], description="columns whose values cannot be guessed: a lookup by one needs no tenant"
    )
    scoped_handles: Strings = Field(default=[], description="database handles that only reach one tenant's rows")
    scoping_functions: Strings = Field(default=[], description="functions that add the tenant to a query")
    exempt_functions: Strings = Field(default=[], description="functions that may look at every tenant")


class Override(_Table):
    """What is different for some files."""

    files: Annotated[Strings, Field(min_length=1, description="globs, relative to this file")]
    disable: Strings = Field(default=[], description="rules that say nothing in these files")
    reason: StrictStr = Field(default="", description="why, for the next reader")


class Rule(BaseModel):
    """The settings of one rule: its severity, and the options that its page describes."""

    model_config = ConfigDict(extra="allow", frozen=True)
    severity: Severity | None = Field(default=None, description="how bad a finding is; `off` turns the rule off")


class FileConfig(_Table):
    """A configuration file. Globs are relative to the file that holds them and mean what they mean in .gitignore."""

    root: StrictBool = Field(
        default=False, description="the project begins in this directory: nothing beside or above it is read"
    )
    extends: Strings = Field(default=[], description="files whose settings apply where this one says nothing")
    preset: Literal["recommended", "strict", "audit"] | None = Field(default=None, description="how much is shown")
    dialect: Literal["postgres", "mysql", "sqlite", "mssql"] | None = Field(
        default=None,
        description="the database, by default the one whose dialect the code makes, else PostgreSQL",
    )
    fail_on: Literal["error", "warning", "info", "never"] | None = Field(
        default=None, description="the least severity that makes a run fail"
    )
    select: Strings = Field(default=[], description="only these: rules, groups, tags, presets or `all`")
    ignore: Strings = Field(default=[], description="not these")
    exclude: Strings = Field(default=[], description="files that are not looked at")
    paths: dict[StrictStr, Strings] = Field(default={}, description=f"what files are for: {', '.join(PATH_CLASSES)}")
    tenancy: Tenancy = Tenancy()
    rules: dict[StrictStr, Rule] = Field(default={}, description="severity and options by rule")
    overrides: list[Override] = Field(default=[], description="what is different for some files")


def options_of(rule: Rule) -> dict[str, Any]:
    """The keys of a rule's table that are its own options."""
    return dict(rule.model_extra or {})
