"""Every database type that the project's code names, as catalogs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from kyselylint.schema.catalog import Catalog
from kyselylint.schema.typescript.database import Databases
from kyselylint.schema.typescript.declarations import Scope
from kyselylint.schema.typescript.linker import Found, Linker
from kyselylint.schema.typescript.members import Members
from kyselylint.schema.typescript.mentions import (
    Mention,
    declares,
    header_scope,
    mentions_in,
    wrapped_in,
    wrappers_in,
    written_in,
)
from kyselylint.schema.typescript.shape import Shapes
from kyselylint.schema.typescript.written import Written

_DEEPEST = 10  # aliases of aliases
_AUGMENTS = b"declare module"
_REFERENCES = ("type_identifier", "nested_type_identifier")


@dataclass(slots=True)
class Types:
    """The catalogs found so far, and which of them each mention means.

    `missing` are mentions whose type is imported from where nothing can be read; each has an empty catalog.
    """

    catalogs: list[Catalog] = field(default_factory=list)
    bindings: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[str, set[int]] = field(default_factory=dict)
    missing: list[Mention] = field(default_factory=list)


def read_types(linker: Linker, paths: Collection[str], others: Iterable[str] = ()) -> Types:
    """The database types named in the files at `paths`, each declared type once.

    A generic type around a handle may get its database in `others`, which use no Kysely themselves.
    """
    mentions: dict[Mention, None] = {}
    wrappers: set[bytes] = set()
    for path in paths:
        source = linker.read(path) or b""
        mentions.update(dict.fromkeys(mentions_in(path, source)))
        wrappers.update(wrappers_in(source))
        if _AUGMENTS in source:
            linker.augment((path,))
    for path in (*paths, *others) if wrappers else ():
        mentions.update(dict.fromkeys(wrapped_in(path, linker.read(path) or b"", wrappers)))
    reader = _Reader(linker)
    for mention in mentions:
        reader.bind(mention)
    return reader.types


@dataclass(slots=True)
class _Reader:
    linker: Linker
    types: Types = field(default_factory=Types)
    _known: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def bind(self, mention: Mention) -> None:
        key = (mention.path, mention.name)
        position = self.types.bindings.get(key, self._position(mention))
        if position < 0:
            return
        self.types.bindings[key] = position
        for name in filter(None, (mention.name, mention.alias)):
            self.types.names.setdefault(name, set()).add(position)

    def _position(self, mention: Mention) -> int:
        """Where the mentioned database is in the list of catalogs; -1 when the mention names none."""
        source = self.linker.read(mention.path) or b""
        if not mention.name.replace(".", "").replace("$", "").isidentifier():
            return self._composed(mention)
        local = declares(source, mention.name.partition(".")[0])
        scope = self.linker.scope(mention.path) if local else header_scope(mention.path, source)
        return self._named(mention, scope) if scope else -1

    def _composed(self, mention: Mention) -> int:
        scope = self.linker.scope(mention.path)
        written = written_in(scope, mention.name) if scope else None
        if written is None:
            return -1
        identity = (mention.path, "", written.node.start_byte)
        members = Shapes(self.linker).members(written)
        return self._add(identity, mention.name, mention.path, members) if members.properties else -1

    def _named(self, mention: Mention, scope: Scope) -> int:
        found, name = self._followed(scope, mention.name)
        if found is not None and found.declarations:
            first = found.declarations[0]
            identity = (first.scope.path, "", first.node.start_byte)
            if identity in self._known:
                return self._known[identity]
            members = Shapes(self.linker).declared(found)
            untyped = members.open and not members.properties and _is_untyped(found)
            return -1 if untyped else self._add(identity, name, first.scope.path, members)
        return self._missing(mention, scope)

    def _missing(self, mention: Mention, scope: Scope) -> int:
        imported = scope.imports.get(mention.name.partition(".")[0])
        if imported is None:
            return -1  # a type parameter, or text in a comment
        identity = (imported.module, mention.name, 0)
        if identity not in self._known:
            self.types.missing.append(replace(mention, module=imported.module))
        return self._add(identity, mention.name, "", Members(open=True))

    def _add(self, identity: tuple[str, str, int], name: str, path: str, members: Members) -> int:
        if identity not in self._known:
            self._known[identity] = len(self.types.catalogs)
            self.types.catalogs.append(Databases(Shapes(self.linker)).catalog(name, path, members))
        return self._known[identity]

    def _followed(self, scope: Scope, name: str, depth: int = 0) -> tuple[Found | None, str]:
        """The declaration that a name leads to, through aliases of nothing but another name."""
        found = self.linker.find(scope, name)
        value = _alias_value(found) if found is not None and depth < _DEEPEST else None
        if value is not None and value.kind in _REFERENCES:
            deeper, inner = self._followed(value.scope, value.text, depth + 1)
            if deeper is not None:
                return deeper, inner
        return found, name.rpartition(".")[2]


def _alias_value(found: Found) -> Written | None:
    first = next((one for one in found.declarations if one.node.type == "type_alias_declaration"), None)
    return Written(first.scope, first.node).child("value") if first is not None else None


def _is_untyped(found: Found) -> bool:
    """`type DB = any`, or a record of anything."""
    value = _alias_value(found)
    return value is not None and (value.kind == "predefined_type" or value.text.startswith("Record<string"))
