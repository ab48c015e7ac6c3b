"""What every command that reads a project does first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kyselylint.config.configuration import CommandLine, Configuration, check_names
from kyselylint.exits import Mistake, UsageError
from kyselylint.source.cache import Cache, user_cache
from kyselylint.source.discover import discover
from kyselylint.source.names import is_code
from kyselylint.source.sources import Sources


@dataclass(frozen=True, slots=True)
class Project:
    """The files that a command was asked about, and the settings of each."""

    sources: Sources
    configuration: Configuration


def open_project(paths: tuple[str, ...], given: Mapping[str, Any], *, force_exclude: bool = False) -> Project:
    """Discover the files below `paths`, read their configuration, leave out what it excludes."""
    said = _command_line(given)
    check_names(said)
    sources = discover(paths or (".",), _here())
    configuration = Configuration(sources, said)
    narrowed = configuration.narrowed(force_exclude=force_exclude)
    cache = Cache() if given.get("no_cache") else user_cache(sources.root)
    return Project(replace(narrowed, cache=cache), configuration)


def open_text(name: str, data: bytes, given: Mapping[str, Any]) -> Project:
    """The project around a file that an editor holds: its text is `data`, the files beside it are those on the disk."""
    folder = Path(name).parent
    if not is_code(name):
        raise UsageError(Mistake(f"`{name}` is neither TypeScript nor JavaScript", "--stdin-filename"))
    if not folder.is_dir():
        raise UsageError(Mistake(f"there is no directory `{folder}`", "--stdin-filename"))
    project = open_project((str(folder),), given)
    path = (folder.resolve() / Path(name).name).relative_to(project.sources.root).as_posix()
    return Project(project.sources.with_text(path, data), project.configuration)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError(Mistake("the current directory no longer exists")) from None


def _command_line(given: Mapping[str, Any]) -> CommandLine:
    said = {name: given[name] for name in CommandLine.__slots__ if name in given}
    if said.get("config") and not Path(said["config"]).is_file():
        raise UsageError(Mistake(f"there is no file `{said['config']}`", "--config"))
    return CommandLine(**said)
