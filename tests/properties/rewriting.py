"""Ways to write the same TypeScript differently: what a query is must not depend on any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from kyselylint.syntax.tree import Node, Tree

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
    }
)
_SIMPLE_ARGUMENTS = frozenset(
    {
        "string",
        "number",
        "array",
        "object",
        "arrow_function",
        "identifier",
        "member_expression",
        "call_expression",
        "true",
    }
)
_TEXT = frozenset({"template_string", "string", "jsx_text", "regex", "comment"})
_TERMINALS = frozenset(
    {
        "execute",
        "executeTakeFirst",
        "executeTakeFirstOrThrow",
        "stream",
        "compile",
        "explain",
        "then",
        "catch",
        "finally",
    }
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes from start to end."""

    start: int
    end: int
    text: bytes


Rewriting = Callable[[Tree, Random], Iterator[tuple[Edit, ...]]]


def apply(source: bytes, edits: Iterable[Edit]) -> bytes:
    """The source with all edits made."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        source = source[: edit.start] + edit.text + source[edit.end :]
    return source


def nodes(tree: Tree) -> Iterator[Node]:
    """Every node, parents first, without what stands in types."""
    stack = [tree.root]
    while stack:
        node = stack.pop()
        yield node
        if node.type not in ("type_annotation", "type_arguments", "type_alias_declaration", "interface_declaration"):
            stack.extend(reversed(node.children))


def comments(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """A comment before a token."""
    for node in nodes(tree):
        if (
            not node.children
            and node.type in (".", "(", ",", ")", "=>", "identifier", "await", "{", "]", "?.")
            and _plain(node)
        ):
            yield (Edit(node.start_byte, node.start_byte, b"/* it's `so` */ "),)
            if node.type in (",", "("):
                yield (Edit(node.end_byte, node.end_byte, b" // it's `so`\n"),)


def blank_lines(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """Empty lines between tokens."""
    for node in nodes(tree):
        if node.type in (",", "(") and _plain(node):
            yield (Edit(node.end_byte, node.end_byte, b"\n\n\n"),)
        if node.type == "." and _plain(node):
            yield (Edit(node.start_byte, node.start_byte, b"\n\n"),)


def _plain(node: Node) -> bool:
    """A token of code: not one inside a string, a template's text, JSX or an import."""
    parent = node.parent
    while parent is not None:
        if (
            parent.type in _TEXT - {"template_string"}
            or parent.type.startswith("jsx")
            or parent.type == "import_statement"
        ):
            return False
        parent = parent.parent
    return node.parent is not None and node.parent.type != "template_string"


def parentheses(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """Parentheses around an expression."""
    for node in _expressions(tree):
        yield _around(node, b"(", b")")


def casts(tree: Tree, random: Random) -> Iterator[tuple[Edit, ...]]:
    """What TypeScript lets one say of an expression's type."""
    for node in _expressions(tree):
        forms = [(b"(", b" as any)"), (b"((", b") satisfies unknown)"), (b"(", b" as unknown as never)")]
        if node.type in ("call_expression", "identifier", "member_expression"):
            forms.append((b"", b"!"))
        if node.type == "arrow_function":
            forms = [(b"((", b") as any)")]
        yield _around(node, *random.choice(forms))


def _around(node: Node, before: bytes, after: bytes) -> tuple[Edit, ...]:
    return Edit(node.start_byte, node.start_byte, before), Edit(node.end_byte, node.end_byte, after)


def _expressions(tree: Tree) -> Iterator[Node]:
    """Arguments, initial values, returned values, and what a chain goes on from."""
    for node in nodes(tree):
        parent = node.parent
        if parent is None or not node.is_named or node.type in ("comment", "spread_element"):
            continue
        argument = parent.type == "arguments" and _called(parent) not in ("import", "super", "require")
        value = parent.type == "variable_declarator" and parent.child_by_field_name("value") == node
        receiver = (
            parent.type == "member_expression"
            and parent.child_by_field_name("object") == node
            and node.type == "call_expression"
            and not _typed_await(parent)
        )
        if argument or receiver or (value and node.type != "object") or parent.type == "return_statement":
            yield node


def _called(arguments: Node) -> str:
    call = arguments.parent
    function = None if call is None else call.child_by_field_name("function")
    return "" if function is None else (function.text or b"").decode()


def _typed_await(node: Node) -> bool:
    """`await a.b<T>().c()` has its await inside the chain, as the grammar reads it."""
    first = node
    while first.children:
        if first.type == "await_expression":
            return True
        first = first.children[0]
    return False


def annotations(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """A type for a variable or a parameter that has none."""
    for node in nodes(tree):
        if node.type == "variable_declarator" and node.child_by_field_name("type") is None:
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is not None and name.type == "identifier" and value is not None:
                yield (Edit(name.end_byte, name.end_byte, b": any"),)
        elif node.type == "required_parameter" and node.parent is not None and node.parent.parent is not None:
            pattern, callback = node.child_by_field_name("pattern"), node.parent.parent.type == "arrow_function"
            given = node.parent.parent.parent
            inline = callback and given is not None and given.type == "arguments"
            if inline and pattern is not None and len(node.children) == 1:
                yield (Edit(pattern.end_byte, pattern.end_byte, b": any"),)


def split_chains(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """The first links of a chain in a variable of their own."""
    for count, node in enumerate(nodes(tree)):
        if node.type != "call_expression" or _typed_await(node) or not _is_begun(node):
            continue
        yield from _hoisted(tree, node, f"begun{count}")


def _is_begun(node: Node) -> bool:
    """A chain from a root call on, and not to its end."""
    follows = node.parent is not None and node.parent.type == "member_expression"
    text = (node.text or b"").decode()
    function = node.child_by_field_name("function")
    name = None if function is None else function.child_by_field_name("property")
    ended = name is None or (name.text or b"").decode() in _TERMINALS
    roots = (".selectFrom(", ".updateTable(", ".deleteFrom(", ".insertInto(")
    return follows and not ended and any(root in text for root in roots)


def extract_arguments(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """An argument as a constant."""
    for count, node in enumerate(nodes(tree)):
        if node.parent is not None and node.parent.type == "arguments" and node.type in _SIMPLE_ARGUMENTS:
            call = node.parent.parent
            if (
                call is None
                or _typed_await(call)
                or call.type != "call_expression"
                or _called(node.parent) in ("require", "import")
            ):
                continue
            yield from _hoisted(tree, node, f"argument{count}")


def _hoisted(tree: Tree, node: Node, name: str) -> Iterator[tuple[Edit, ...]]:
    """The expression as a constant before its statement, where nothing that it depends on comes between."""
    statement, previous = node.parent, node
    while statement is not None and statement.type not in ("statement_block", "program"):
        if statement.type in FUNCTIONS or statement.type in (
            "for_statement",
            "for_in_statement",
            "while_statement",
            "class_body",
        ):
            return
        if statement.type in (
            "if_statement",
            "else_clause",
            "switch_case",
            "switch_default",
            "ternary_expression",
            "do_statement",
        ):
            return
        statement, previous = statement.parent, statement
    if (
        statement is None
        or statement.type == "program"
        or b"await" in (node.text or b"")
        or b"yield" in (node.text or b"")
    ):
        return
    text = tree.source[node.start_byte : node.end_byte]
    yield (
        Edit(previous.start_byte, previous.start_byte, b"const %b = %b;\n" % (name.encode(), text)),
        Edit(node.start_byte, node.end_byte, name.encode()),
    )


def optional_links(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """`?.` between a value and a method that is called on it."""
    for node in nodes(tree):
        parent = node.parent
        called = (
            parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == node
        )
        if node.type != "member_expression" or not called or _typed_await(node):
            continue
        dot = next((child for child in node.children if child.type == "."), None)
        owner = node.child_by_field_name("object")
        if dot is not None and owner is not None and owner.type not in ("super", "import", "number"):
            yield (Edit(dot.start_byte, dot.end_byte, b"?."),)


def called_at_once(tree: Tree, _random: Random) -> Iterator[tuple[Edit, ...]]:
    """What is returned as the result of a function that is called where it stands."""
    for node in nodes(tree):
        text = node.text or b""
        if node.type != "return_statement" or b"await" in text or b"yield" in text or b"arguments" in text:
            continue
        value = next((child for child in node.named_children if child.type != "comment"), None)
        if value is not None:
            yield (Edit(value.start_byte, value.start_byte, b"(() => ("), Edit(value.end_byte, value.end_byte, b"))()"))


def rename(tree: Tree, random: Random) -> Iterator[tuple[Edit, ...]]:
    """Another name for what a file declares inside of functions."""
    names: dict[bytes, list[Node]] = {}
    fixed: set[bytes] = {b"arguments", b"undefined"}
    for node in nodes(tree):
        text = node.text or b""
        if node.type == "identifier":
            names.setdefault(text, []).append(node)
            if _declares_outside(node) or _declares_property(node):
                fixed.add(text)
        elif node.type.startswith("shorthand_property_identifier"):
            fixed.add(text)
    declared = {text for text, found in names.items() if any(_declares(node) for node in found)}
    for text in sorted(declared - fixed):
        fresh = text + random.choice([b"Once", b"_", b"2"])
        if fresh not in names:
            yield tuple(Edit(node.start_byte, node.end_byte, fresh) for node in names[text])


def _declares(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type in ("variable_declarator", "required_parameter", "arrow_function")


def _declares_property(node: Node) -> bool:
    """`constructor(private readonly db)`: the parameter is a property too, which is named elsewhere."""
    children = node.parent.children if node.parent is not None and node.parent.type == "required_parameter" else ()
    return any(child.type in ("accessibility_modifier", "readonly") for child in children)


def _declares_outside(node: Node) -> bool:
    """Names of cases and imports, and parameters of cases, whose stubs go by their name."""
    parent = node.parent
    while parent is not None and parent.type not in ("statement_block", "class_body", "arguments"):
        parent = parent.parent
    return parent is None


REWRITINGS: tuple[Rewriting, ...] = (
    comments,
    blank_lines,
    parentheses,
    casts,
    annotations,
    split_chains,
    extract_arguments,
    optional_links,
    called_at_once,
    rename,
)
