"""Suppression comments and the code they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.finding import Span
from kyselylint.project.modules import SourceModule
from kyselylint.query.facts import Ignore
from kyselylint.syntax.tree import Node

_IGNORE = re.compile(
    rb"kyselylint-ignore(?P<file>-file)?(?=[\s,:]|$)[ \t:]*(?P<rules>[^\n]*?)"
    rb"(?:\s+--\s*(?P<reason>[^\n]*?))?\s*(?:\*/)?\s*$",
    re.MULTILINE,
)
_RULE = re.compile(rb"[^\s,]+")


def ignores(module: SourceModule) -> Iterator[Ignore]:
    """Every suppression comment of a file; strings that look like one are none."""
    if b"kyselylint-ignore" not in module.source:
        return
    for node in _comments(module.tree.root):
        match = _IGNORE.search(module.source, node.start_byte, node.end_byte)
        if match is not None:
            yield _ignore(module, node, match)


def _comments(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "comment":
            yield node
        else:
            stack.extend(reversed(node.children))


def _ignore(module: SourceModule, node: Node, match: re.Match[bytes]) -> Ignore:
    rules = [
        (one.group().decode("utf-8", "replace"), one) for one in _RULE.finditer(module.source, *match.span("rules"))
    ]
    spans = tuple(Span(module.path, *one.span()) for _, one in rules)
    reason = (match.group("reason") or b"").decode("utf-8", "replace").strip()
    covers = None if match.group("file") else _covered(module, node)
    return Ignore(module.tree.span(node), tuple(name for name, _ in rules), reason, covers, spans)


def _covered(module: SourceModule, node: Node) -> Span:
    """The line that a trailing comment ends, or the whole statement (or link of a chain) after one on its own line."""
    line_start = module.source.rfind(b"\n", 0, node.start_byte) + 1
    if module.source[line_start : node.start_byte].strip():
        return Span(module.path, line_start, node.start_byte)
    following = _next_code(module.tree.root, node)
    if following is None:
        return module.tree.span(node)
    return module.tree.span(_statement(following, node))


def _next_code(root: Node, comment: Node) -> Node | None:
    """The first leaf after a comment that is no comment."""
    current: Node | None = comment
    while current is not None:
        sibling = current.next_sibling
        while sibling is not None and sibling.type == "comment":
            sibling = sibling.next_sibling
        if sibling is not None:
            return sibling
        current = current.parent
    return root if current is not None else None


def _statement(node: Node, comment: Node) -> Node:
    """The largest node that begins where the next code begins: a statement, a property, an argument."""
    current = node
    while (
        current.parent is not None
        and current.parent.start_byte == node.start_byte
        and current.parent.parent is not None
    ):
        current = current.parent
    if not current.is_named and current.parent is not None:  # `.where(…)`: the rest of the line's link
        parent = current.parent.parent if current.parent.parent is not None else current.parent
        return parent if parent.start_byte >= comment.start_byte else current.next_sibling or current
    return current
