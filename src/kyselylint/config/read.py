"""From the text of a `kyselylint.toml` to what it says, or to everything that is wrong with it."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from kyselylint import registry
from kyselylint.config import model
from kyselylint.config.complaint import File, did_you_mean
from kyselylint.exits import Mistake, UsageError
from kyselylint.settings import PATH_CLASSES

_ALL = "`kyselylint rules` lists all rules"
_SAID = {
    "missing": "is missing",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "list_type": "must be a list",
    "string_type": "must be a string",
    "bool_type": "must be true or false",
    "too_short": "must not be empty",
}
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Layer:
    """One valid file. `base` is its directory relative to the project's root; `options` the checks' own, by rule."""

    shown: str
    base: str
    config: model.FileConfig
    options: Mapping[str, object]


def read(root: Path, path: str, shown: str) -> Layer:
    """The configuration at `path` (relative to `root`); raises one error with all that is wrong in it."""
    file = File(shown, _text(root / path, shown))
    tree, base = _parsed(file), posixpath.dirname(path)
    config, wrong = _validated(file, tree)
    options, wrong_options = _options(file, config)
    mistakes = (*wrong, *_names(file, tree), *_missing(file, root / base, config), *wrong_options)
    if mistakes:
        raise UsageError(*sorted(mistakes, key=lambda mistake: mistake.line))
    return Layer(shown, base, config, options)


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(Mistake(f"`{shown}` cannot be read: {error.strerror or error}")) from None
    except UnicodeDecodeError:
        raise UsageError(Mistake(f"`{shown}` is not UTF-8")) from None


def _parsed(file: File) -> dict[str, Any]:
    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        where = _TOML_PLACE.search(str(error))
        message = f"this is not TOML: {_TOML_PLACE.sub('', str(error))}"
        line, column = (int(where[1]), int(where[2])) if where else (len(file.text.splitlines()) or 1, 1)
        raise UsageError(file.line(line, column, message)) from None


def _validated(file: File, tree: dict[str, Any]) -> tuple[model.FileConfig, tuple[Mistake, ...]]:
    try:
        return model.FileConfig.model_validate(tree), ()
    except ValidationError as error:
        return model.FileConfig(), tuple(_mistake(file, dict(one)) for one in error.errors())


def _mistake(file: File, error: dict[str, Any]) -> Mistake:
    path, kind, given = tuple(error["loc"]), error["type"], error["input"]
    if kind == "extra_forbidden":
        known = _keys(path[:-1])
        hint, known_here = did_you_mean(str(path[-1]), known), f"known here: {', '.join(known)}"
        return file.key(path, f"unknown key `{path[-1]}`", hint=hint, help=known_here)
    if kind == "literal_error" and isinstance(given, str):
        values = re.findall(r"'([^']+)'", error["ctx"]["expected"])
        hint, one_of = did_you_mean(given, values), f"one of: {', '.join(values)}"
        return file.string(path, given, f"`{path[-1]}` cannot be `{given}`", hint=hint, help=one_of)
    said = _SAID.get(kind) or error["msg"][:1].lower() + error["msg"][1:]
    return file.key(path, f"`{_last_name(path)}` {said}")


def _last_name(path: tuple[str | int, ...]) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _keys(table: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that the table at a path may have."""
    owner: type[BaseModel] = model.FileConfig
    if table[:1] == ("tenancy",):
        owner = model.Tenancy
    elif table[:1] == ("overrides",):
        owner = model.Override
    return tuple(field.alias or name for name, field in owner.model_fields.items())


def _names(file: File, tree: dict[str, Any]) -> Iterator[Mistake]:
    """Rules, groups and path classes that do not exist, as far as the file has the right shape."""
    for path, name in _selectors(tree):
        if name not in registry.names():
            yield file.string(
                path, name, f"unknown rule `{name}`", hint=did_you_mean(name, registry.names()), help=_ALL
            )
    for name in _table(tree, "rules"):
        if registry.canonical(name) not in registry.pages():
            hint = did_you_mean(name, registry.pages())
            yield file.key(("rules", name), f"unknown rule `{name}`", hint=hint, help=_ALL)
    for name in _table(tree, "paths"):
        if name not in PATH_CLASSES:
            hint, known = did_you_mean(name, PATH_CLASSES), ", ".join(PATH_CLASSES)
            yield file.key(("paths", name), f"unknown class of paths `{name}`", hint=hint, help=f"known: {known}")


def _selectors(tree: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every place that names rules, groups, tags or presets."""
    yield from ((("select",), name) for name in _strings(tree, "select"))
    yield from ((("ignore",), name) for name in _strings(tree, "ignore"))
    overrides = tree.get("overrides")
    for position, override in enumerate(overrides if isinstance(overrides, list) else ()):
        names = _strings(override, "disable") if isinstance(override, dict) else ()
        yield from ((("overrides", position, "disable"), name) for name in names)


def _strings(tree: dict[str, Any], key: str) -> tuple[str, ...]:
    given = tree.get(key)
    return tuple(one for one in given if isinstance(one, str)) if isinstance(given, list) else ()


def _table(tree: dict[str, Any], key: str) -> dict[str, Any]:
    given = tree.get(key)
    return given if isinstance(given, dict) else {}


def _missing(file: File, directory: Path, config: model.FileConfig) -> Iterator[Mistake]:
    """Extended files that are not there."""
    for other in config.extends:
        if not (directory / other).is_file():
            yield file.string(("extends",), other, f"there is no file `{other}`")


def _options(file: File, config: model.FileConfig) -> tuple[dict[str, object], list[Mistake]]:
    options: dict[str, object] = {}
    mistakes: list[Mistake] = []
    for name, rule in config.rules.items():
        given, page = model.options_of(rule), registry.canonical(name)
        if not given or page not in registry.pages():
            continue
        try:
            options[page] = _built(file, name, given, registry.check(page).options)
        except UsageError as error:
            mistakes.extend(error.mistakes)
    return options, mistakes


def _built(file: File, name: str, given: dict[str, Any], options: type | None) -> object:
    """The check's Options; its fields are written with `-` in TOML."""
    known = tuple(field.name.replace("_", "-") for field in fields(options)) if options else ()
    unknown = [key for key in given if key not in known]
    if unknown or options is None:
        said = f"it has: {', '.join(('severity', *known))}"
        raise UsageError(
            *(
                file.key(
                    ("rules", name, key), f"`{name}` has no option `{key}`", hint=did_you_mean(key, known), help=said
                )
                for key in unknown
            )
        )
    values = {key.replace("-", "_"): value for key, value in given.items()}
    try:
        return TypeAdapter(options).validate_python(values)
    except ValidationError as error:
        raise UsageError(*(_wrong_option(file, name, dict(one)) for one in error.errors())) from None


def _wrong_option(file: File, name: str, error: dict[str, Any]) -> Mistake:
    key = str(error["loc"][0]).replace("_", "-")
    said = _SAID.get(error["type"]) or error["msg"][:1].lower() + error["msg"][1:]
    return file.key(("rules", name, key), f"`{key}` of `{name}`: {said}")
