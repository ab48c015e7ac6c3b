"""The settings of every file of a run: configuration files below, the command line on top."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kyselylint import registry
from kyselylint.config.files import nearest
from kyselylint.exits import Mistake, UsageError
from kyselylint.finding import Preset
from kyselylint.settings import Selector, Settings, threshold
from kyselylint.source.sources import Sources

if TYPE_CHECKING:
    from kyselylint.config.resolve import Resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLine:
    """What the options of a command say; "" and () where they say nothing. `fail_on` may be `never`.

    `passing_over` is a configuration file, relative to the root, that counts as not there: one about to be replaced.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preset: str = ""
    fail_on: str = ""
    dialect: str = ""
    config: str = ""
    no_config: bool = False
    passing_over: str = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Answers what applies to a file, and which file says so. Reads each configuration file once."""

    sources: Sources
    command_line: CommandLine = CommandLine()
    _directories: dict[str, str | None] = field(default_factory=dict, repr=False)
    _files: dict[str | None, Resolved | None] = field(default_factory=dict, repr=False)
    _settings: dict[tuple[str | None, tuple[int, ...]], Settings] = field(default_factory=dict, repr=False)

    def of(self, path: str) -> Settings:
        """The settings for a file (relative to the root); "" asks for those of the run."""
        file = self.file(path)
        resolved = self.resolved(file)
        which = resolved.overrides_for(path) if resolved and path else ()
        if (file, which) not in self._settings:
            settings = resolved.settings(which) if resolved else Settings(dialect="")
            self._settings[file, which] = topped(settings, self.command_line)
        return self._settings[file, which]

    def file(self, path: str) -> str | None:
        """The configuration file that speaks for `path`, relative to the root; None if there is none."""
        if self.command_line.no_config:
            return None
        if self.command_line.config:
            return posixpath.relpath(self.sources.cwd.joinpath(self.command_line.config), self.sources.root)
        directory = posixpath.dirname(path) if path else self.sources.home
        if directory not in self._directories:
            self._directories[directory] = nearest(self.sources.root, directory, self.command_line.passing_over)
        return self._directories[directory]

    def resolved(self, file: str | None) -> Resolved | None:
        """What a configuration file and those that it extends say."""
        if file is not None and file not in self._files:
            from kyselylint.config.resolve import resolve  # pydantic: 150 ms, only where a file asks for it

            self._files[file] = resolve(self.sources, file)
        return self._files.get(file)

    def narrowed(self, *, force_exclude: bool) -> Sources:
        """The sources without excluded files; a file that the user named itself stays, unless forced out."""
        named = frozenset() if force_exclude else self.sources.wanted
        self.read()
        excluded = {path for path in self.sources.reported - named if self.of(path).excludes(path)}
        return self.sources.without(excluded) if excluded else self.sources

    def read(self) -> tuple[str, ...]:
        """Read the configuration files of all reported files; raises the mistakes of all of them together."""
        mistakes: dict[Mistake, None] = {}
        files = dict.fromkeys(map(self.file, ("", *sorted(self.sources.reported))))
        for file in files:
            try:
                self.resolved(file)
            except UsageError as error:
                mistakes.update(dict.fromkeys(error.mistakes))
        if mistakes:
            raise UsageError(*mistakes)
        return tuple(file for file in files if file is not None)


def topped(settings: Settings, said: CommandLine) -> Settings:
    """The settings with what the command line says on top; its --select replaces the file's."""
    kept = (one for one in settings.selectors if not (one.selects and said.select))
    selected = (Selector(name, selects=True, on_command_line=True) for name in said.select)
    ignored = (Selector(name, selects=False, on_command_line=True) for name in said.ignore)
    return replace(
        settings,
        selectors=(*kept, *selected, *ignored),
        preset=Preset[said.preset.upper()] if said.preset else settings.preset,
        fail_on=threshold(said.fail_on) if said.fail_on else settings.fail_on,
        dialect=said.dialect or settings.dialect,
    )


def check_names(said: CommandLine) -> None:
    """Refuse --select and --ignore of rules that do not exist."""
    known = tuple(registry.names())
    options = (("--select", said.select), ("--ignore", said.ignore))
    unknown = [(option, name) for option, names in options for name in names if name not in known]
    if unknown:
        raise UsageError(*(_unknown(option, name, known) for option, name in unknown))


def _unknown(option: str, name: str, known: Iterable[str]) -> Mistake:
    meant = registry.nearest(name, known)
    hint = f"did you mean `{meant}`? " if meant else ""
    return Mistake(f"unknown rule `{name}`", where=option, help=f"{hint}`kyselylint rules` lists all rules")
