"""From a configuration file and those that it extends to settings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from kyselylint.config.files import rebased
from kyselylint.config.model import Override
from kyselylint.config.read import Layer, read
from kyselylint.exits import Mistake, UsageError
from kyselylint.finding import Preset, Severity
from kyselylint.registry import canonical, matching
from kyselylint.settings import PATH_CLASSES, Selector, Settings, TenancySettings, matches, threshold
from kyselylint.source.sources import Sources


@dataclass(frozen=True, slots=True)
class Resolved:
    """The layers of a file, the most general first. A later one wins key by key; overrides add up."""

    layers: tuple[Layer, ...]

    def overrides_for(self, path: str) -> tuple[int, ...]:
        """The numbers of the overrides that speak of a file."""
        return tuple(number for number, one in enumerate(self._overrides()) if matches(one[0], path))

    def settings(self, overrides: tuple[int, ...] = ()) -> Settings:
        """The settings of a file, given the overrides that speak of it."""
        chosen = [override for number, (_, override) in enumerate(self._overrides()) if number in overrides]
        return Settings(
            dialect=str(self._last("dialect", "")),
            preset=Preset[str(self._last("preset", "recommended")).upper()],
            fail_on=threshold(str(self._last("fail_on", "warning"))),
            selectors=tuple(self._selectors()),
            exclude=tuple(self._globs("exclude")),
            severities=MappingProxyType(dict(self._severities())),
            options=MappingProxyType(
                {rule: options for layer in self.layers for rule, options in layer.options.items()}
            ),
            disabled=MappingProxyType(
                {rule: one.reason for one in chosen for name in one.disable for rule in matching(name)}
            ),
            path_classes=MappingProxyType({**PATH_CLASSES, **dict(self._path_classes())}),
            tenancy=self._tenancy(),
        )

    def origins(self) -> dict[str, str]:
        """By key, the file that its value comes from."""
        return {
            key: layer.shown
            for layer in self.layers
            for key in layer.config.model_dump(exclude_unset=True, by_alias=True)
        }

    def _last(self, key: str, otherwise: object) -> object:
        """The value that the most specific layer gives a key."""
        given = [getattr(layer.config, key) for layer in self._giving(key)]
        return given[-1] if given and given[-1] is not None else otherwise

    def _giving(self, key: str) -> list[Layer]:
        return [layer for layer in self.layers if key in layer.config.model_fields_set]

    def _globs(self, key: str) -> Iterator[str]:
        for layer in self._giving(key)[-1:]:
            yield from (rebased(glob, layer.base) for glob in getattr(layer.config, key))

    def _overrides(self) -> Iterator[tuple[tuple[str, ...], Override]]:
        for layer in self.layers:
            for override in layer.config.overrides:
                yield tuple(rebased(glob, layer.base) for glob in override.files), override

    def _path_classes(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for layer in self.layers:
            for name, globs in layer.config.paths.items():
                yield name, tuple(rebased(glob, layer.base) for glob in globs)

    def _selectors(self) -> Iterator[Selector]:
        yield from (Selector(name, selects=True) for name in self._names("select"))
        yield from (Selector(name, selects=False) for name in self._names("ignore"))
        yield from (Selector(rule, selects=False) for rule, severity in self._given_severities() if severity == "off")

    def _names(self, key: str) -> Iterator[str]:
        for layer in self._giving(key)[-1:]:
            yield from getattr(layer.config, key)

    def _severities(self) -> Iterator[tuple[str, Severity]]:
        return ((rule, Severity(said)) for rule, said in self._given_severities() if said != "off")

    def _given_severities(self) -> list[tuple[str, str]]:
        rules = {
            canonical(name): rule for layer in self.layers for name, rule in layer.config.rules.items() if rule.severity
        }
        return [(name, rule.severity) for name, rule in rules.items() if rule.severity]

    def _tenancy(self) -> TenancySettings:
        given: dict[str, tuple[str, ...]] = {}
        for layer in self.layers:
            said = layer.config.tenancy.model_dump(exclude_unset=True)
            given.update({key: tuple(names) for key, names in said.items()})
        return TenancySettings(**given)


def resolve(sources: Sources, path: str) -> Resolved:
    """A configuration file (relative to the root) with all that it extends."""
    return Resolved(tuple(_layers(sources, path, ())))


def _layers(sources: Sources, path: str, below: tuple[str, ...]) -> Iterator[Layer]:
    shown = sources.shown(path)
    if path in below:
        raise UsageError(Mistake(f"`{shown}` extends itself", where=" -> ".join(map(sources.shown, (*below, path)))))
    layer = read(sources.root, path, shown)
    for other in layer.config.extends:
        yield from _layers(sources, posixpath.normpath(posixpath.join(layer.base, other)), (*below, path))
    yield layer
