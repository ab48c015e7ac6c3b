"""Parsing a file, and what may be asked of its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from kyselylint.finding import Span
from kyselylint.syntax.mask import mask

__all__ = ["Node", "Tree", "parse"]

_JSX = (".tsx", ".jsx", ".js", ".mjs", ".cjs")


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file. `source` holds the original bytes; all offsets refer to them."""

    path: str
    source: bytes
    root: Node

    def text(self, node: Node) -> str:
        """The node's text in the original source."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def span(self, node: Node) -> Span:
        """Where the node stands."""
        return Span(self.path, node.start_byte, node.end_byte)

    def errors(self) -> Iterator[Span]:
        """Outermost places that the grammar could not read."""
        stack = [self.root]
        while stack:
            node = stack.pop()
            if node.type == "ERROR" or node.is_missing:
                yield self.span(node)
            elif node.has_error:
                stack.extend(reversed(node.children))


def parse(path: str, source: bytes) -> Tree:
    """Parse a file by its extension; never fails, errors are nodes of the tree."""
    return Tree(path, source, _parser(path.endswith(_JSX)).parse(mask(source)).root_node)


@cache
def _parser(jsx: bool) -> Parser:
    grammar = tree_sitter_typescript.language_tsx() if jsx else tree_sitter_typescript.language_typescript()
    return Parser(Language(grammar))
