"""Compares kyselylint with the real Kysely over a whole application: `python -m tests.oracle.application FOLDER`.

The application's own code is run with Kysely on a dummy driver and with stubs for its packages, its input and its rows;
each statement that Kysely compiles is noted with the place of the root call that began it. For each of those root
calls kyselylint must show one of the texts. What differs is printed, theirs under ours: read each and say whose mistake
it is.

Texts are compared without the numbers of parameters; `…`, which stands for what is only known at run time, may be
anything.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from kyselylint.evaluate.read import read_project
from kyselylint.finding import Span
from kyselylint.query import expression
from kyselylint.query.certainty import Certainty
from kyselylint.query.sql import render
from kyselylint.query.statement import Handle, Operation, Query, Run
from kyselylint.source.discover import discover

from . import node

_PARAMETER = re.compile(r"\$\d+")
_LONE_LIST = re.compile(r"\bin \$")  # a stub stands for a list too
_WORD = re.compile(r"\s+|(?=[(),])|(?<=[(),])")
_MOST_OPTIONS = 4  # of a choice that are tried
_AROUND = 60  # characters shown before the first difference


@dataclass(frozen=True, slots=True)
class Compared:
    """One root call: where it stands, what kyselylint shows for it, and what Kysely compiled."""

    place: str
    ours: tuple[Query, ...]
    theirs: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """One of: equal, within (conditions decide), different, hole (kyselylint is not sure), missing, never run."""
        if not self.theirs:
            return "never run"
        if not self.ours:
            return "missing"
        texts = [_plain(text) for text in self.theirs]
        if any(_fits(render(_nameless(query)), text) for query in self.ours for text in texts):
            return "equal"
        if any(_is_between(query, text) for query in self.ours for text in texts):
            return "within"
        return "hole" if any(not query.complete for query in self.ours) else "different"


_OPEN_LIST = re.compile(
    r"\([^()]*…[^()]*\)|(?<= set )[^()]*…|(?:,| |, )?…"
)  # where the unseen columns stand is unseen too


def _plain(text: str) -> str:
    return _LONE_LIST.sub("in ($)", _PARAMETER.sub("$", " ".join(text.split())))


def _fits(ours: str, text: str) -> bool:
    """Whether the text is ours with something for each `…`; each part is taken where it comes first."""
    first, *others = _OPEN_LIST.split(_plain(ours))
    if not others:
        return first == text
    *middle, last = others
    position = len(first)
    for part in middle:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return text.startswith(first) and text.endswith(last) and position + len(last) <= len(text)


def _is_between(query: Query, text: str) -> bool:
    """Whether Kysely wrote what is always there and, in order, nothing but what is there sometimes."""
    wanted = _words(text)
    for index in range(_MOST_OPTIONS):
        least, most = (_words(_plain(render(_chosen(query, index, least=least)))) for least in (True, False))
        if _is_part(least, wanted) and _is_part(wanted, most):
            return True
    return False


def _words(text: str) -> list[str]:
    return [
        word
        for word in _WORD.split(text)
        if word and word not in ("and", "or", ",", "(", ")", "where", "…", "order", "by")
    ]


def _is_part(part: list[str], whole: list[str]) -> bool:
    words = iter(whole)
    return all(word in words for word in part)


def _chosen(node: Any, index: int, *, least: bool) -> Any:
    """The query with one option of each choice, and with or without what is there sometimes."""
    if isinstance(node, expression.Choice):
        return _chosen(node.options[min(index, len(node.options) - 1)], index, least=least)
    if isinstance(node, expression.Maybe | expression.Repeated):
        return _chosen(node.inner, index, least=least)
    node = _nameless_node(node)
    if isinstance(node, tuple):
        kept = [one for one in node if not (least and _is_optional(one))]
        return tuple(_chosen(one, index, least=least) for one in kept)
    if not is_dataclass(node) or isinstance(node, type | Span | Handle | Run):
        return node
    changes = {field.name: _chosen(getattr(node, field.name), index, least=least) for field in fields(node)}
    if least:
        changes = {name: None if _is_optional(value) else value for name, value in changes.items()}
    elif "certainty" in changes:
        changes["certainty"] = Certainty.ALWAYS
    return replace(node, **changes)


def _nameless(node: Any) -> Any:  # any node or clause
    """The query with `…` for each name that is only known at run time."""
    if isinstance(node, tuple):
        return tuple(map(_nameless, node))
    if not is_dataclass(node) or isinstance(node, type | Span | Handle | Run):
        return node
    changes = {field.name: _nameless(getattr(node, field.name)) for field in fields(node)}
    return _nameless_node(replace(node, **changes))


def _nameless_node(node: Any) -> Any:
    if not getattr(node, "dynamic", False):
        return node
    own = {field.name for field in fields(node)}
    name = next(name for name in ("column", "name", "parts", "table") if name in own)
    return replace(node, **{name: ("…",) if name == "parts" else "…"})


def _is_optional(node: object) -> bool:
    certain = getattr(node, "certainty", Certainty.ALWAYS) is Certainty.ALWAYS
    return not certain or isinstance(node, expression.Maybe | expression.Repeated)


def compare(folder: Path) -> list[Compared]:
    """Every root call that either side knows of."""
    ours: dict[str, list[Query]] = {}
    for query in _listed(folder):
        ours.setdefault(_place(query), []).append(query)
    theirs = _in_bytes(folder, _compiled(folder))
    return [
        Compared(place, tuple(ours.get(place, ())), tuple(theirs.get(place, ()))) for place in sorted({*ours, *theirs})
    ]


def _listed(folder: Path) -> Iterator[Query]:
    for module in read_project(discover(["."], folder)).modules:
        yield from (query for query in module.queries if query.operation is not Operation.SCHEMA)


def _place(query: Query) -> str:
    return f"{query.root.path}:{query.root.start}"


def _compiled(folder: Path) -> dict[str, list[str]]:
    node.install()
    command = [shutil.which("node") or "node", str(node.HERE / "application" / "run.mjs"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout)
    for line in found["failed"]:
        sys.stderr.write(f"not loaded: {line}\n")
    statements: dict[str, list[str]] = found["statements"]
    return statements


def _in_bytes(folder: Path, statements: dict[str, list[str]]) -> dict[str, list[str]]:
    """TypeScript counts UTF-16 units, kyselylint bytes."""
    found: dict[str, list[str]] = {}
    for place, texts in statements.items():
        name, _, offset = place.rpartition(":")
        before = (folder / name).read_bytes().decode("utf-8", "replace").encode("utf-16-le")[: int(offset) * 2]
        found[f"{name}:{len(before.decode('utf-16-le').encode())}"] = texts
    return found


def _shown(folder: Path, one: Compared) -> Iterable[str]:
    name, _, offset = one.place.rpartition(":")
    line = (folder / name).read_bytes()[: int(offset)].count(b"\n") + 1
    yield f"{one.verdict}: {name}:{line}"
    texts = [_plain(render(query)) for query in one.ours]
    theirs = [_plain(text) for text in one.theirs]
    start = max(0, _shared([*texts, *theirs]) - _AROUND) if texts else 0
    yield from (f"    ours:   {text[start:]}" for text in texts)
    yield from (f"    theirs: {text[start:]}" for text in theirs)
    yield from (f"    hole:   {hole.reason}" for query in one.ours for hole in query.holes)


def _shared(texts: list[str]) -> int:
    """How many characters the texts begin with alike."""
    columns = zip(*texts, strict=False)
    return next((index for index, column in enumerate(columns) if len(set(column)) > 1), min(map(len, texts)))


def main() -> None:
    """Print what differs, and the numbers."""
    folder = Path(sys.argv[1]).resolve()
    found = compare(folder)
    for one in found:
        if one.verdict not in ("equal", "within", "never run"):
            sys.stdout.writelines(f"{line}\n" for line in _shown(folder, one))
    sys.stdout.write(f"{dict(Counter(one.verdict for one in found))}\n")


if __name__ == "__main__":
    main()
