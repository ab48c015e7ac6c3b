"""Which properties of a query's rows the code reads, where it can be seen that the rows go nowhere else."""

from __future__ import annotations

from kyselylint.evaluate.interpreter import FUNCTIONS, function_of, named
from kyselylint.project.modules import SourceModule
from kyselylint.syntax.tree import Node

_SAME = frozenset(
    {
        "await_expression",
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
    }
)
_EACH = frozenset({"map", "forEach", "flatMap", "some", "every"})  # give a row to a function, and keep none
_TESTS = frozenset({"if_statement", "while_statement", "do_statement"})
_ASKING = frozenset({"===", "!==", "==", "!=", "&&"})  # what stands left of these is not handed on as a row
_EITHER = frozenset({"??", "||", "&&"})
_INLINE = frozenset({"arrow_function", "function_expression"})
_MOST_PARAMETERS = 2  # the third one of a callback is the list itself


def properties_read(module: SourceModule, call: Node, *, one: bool) -> tuple[str, ...] | None:
    """What is read of the rows that a call in a function gives, `one` or a list of them; None where they may leave."""
    reader = _Reader(module)
    stays = function_of(call) is not None and reader.stays_when_awaited(call, one=one)
    return tuple(sorted(reader.found)) if stays else None


class _Reader:
    """Follows rows through the names that hold them; each question is whether they stay where they can be followed.

    `one` says of a place whether it holds a row or a list of them. What is read is collected on the way.
    """

    def __init__(self, module: SourceModule) -> None:
        self.module = module
        self.found: set[str] = set()
        self._followed: set[int] = set()

    def stays_when_awaited(self, call: Node, *, one: bool) -> bool:
        """The promise: awaited by itself, or with others by Promise.all, whose results are taken apart."""
        parent = call.parent
        if parent is not None and parent.type == "array":
            return self._names(self._result_of_all(call, parent), one=one)
        return parent is not None and parent.type == "await_expression" and self._stays(parent, one=one)

    def _result_of_all(self, call: Node, array: Node) -> Node | None:
        """The name that `const [a, b] = await Promise.all([…])` gives to one of the results."""
        waiting = array.parent.parent if array.parent is not None else None
        function = None if waiting is None else waiting.child_by_field_name("function")
        if waiting is None or function is None or self.module.text(function) != "Promise.all":
            return None
        held = waiting.parent
        declared = held.parent if held is not None and held.type == "await_expression" else None
        names = _elements(None if declared is None else declared.child_by_field_name("name"))
        before = named(array)[: named(array).index(call)]
        spread = any(one.type == "spread_element" for one in before)
        return names[len(before)] if len(before) < len(names) and not spread else None

    def _stays(self, node: Node, *, one: bool) -> bool:
        """What the code does with an expression that holds rows."""
        parent = node.parent
        if parent is None or _is_tested(node, parent):
            return parent is not None
        kind, is_object = parent.type, parent.child_by_field_name("object") == node
        if kind in _SAME or (kind == "binary_expression" and _operator(parent) in _EITHER):
            return self._stays(parent, one=one)
        if kind == "variable_declarator":
            return self._names(parent.child_by_field_name("name"), one=one)
        if kind == "member_expression" and is_object:
            return self._property(parent) if one else self._of_list(parent)
        if kind == "subscript_expression" and is_object:
            return self._element(parent, one=one)
        if kind == "for_in_statement" and not one and parent.child_by_field_name("kind") is not None:
            return self._names(parent.child_by_field_name("left"), one=True, inside=parent)
        return False

    def _property(self, member: Node) -> bool:
        self.found.add(self.module.text(member.child_by_field_name("property") or member))
        return not _is_assigned(member)

    def _of_list(self, member: Node) -> bool:
        """`rows.length`, `rows.map((row) => …)`."""
        name = self.module.text(member.child_by_field_name("property") or member)
        call = member.parent
        called = call is not None and call.type == "call_expression" and call.child_by_field_name("function") == member
        return name == "length" or (name in _EACH and called and call is not None and self._each(call))

    def _each(self, call: Node) -> bool:
        arguments = named(call.child_by_field_name("arguments") or call)
        if not arguments or arguments[0].type not in _INLINE:
            return False
        callback = arguments[0]
        bare = callback.child_by_field_name("parameter")
        parameters = [bare] if bare is not None else named(callback.child_by_field_name("parameters") or callback)
        if not parameters or len(parameters) > _MOST_PARAMETERS:
            return not parameters
        return self._names(parameters[0].child_by_field_name("pattern") or parameters[0], one=True, inside=callback)

    def _element(self, node: Node, *, one: bool) -> bool:
        """`rows[0]`, `row['title']`."""
        index = node.child_by_field_name("index")
        if index is not None and index.type == "string" and one:
            self.found.add(self.module.text(index)[1:-1])
            return not _is_assigned(node)
        return index is not None and index.type == "number" and not one and self._stays(node, one=True)

    def _names(self, pattern: Node | None, *, one: bool, inside: Node | None = None) -> bool:
        """A name for the rows, or for what they hold; `inside` is where it means that, by default its block."""
        around = inside or (None if pattern is None else _scope(pattern))
        if pattern is None or around is None:
            return False
        if pattern.type == "identifier":
            return self._named(pattern, around, one=one)
        if pattern.type == "object_pattern" and one:
            return all(self._key(child) for child in named(pattern))
        elements = _elements(pattern)
        return not one and bool(elements) and all(self._names(child, one=True) for child in elements)

    def _key(self, entry: Node) -> bool:
        """The property that an entry of `{ id, title: name, status = 'open' }` reads."""
        if entry.type == "object_assignment_pattern":
            entry = entry.child_by_field_name("left") or entry
        key = entry.child_by_field_name("key") if entry.type == "pair_pattern" else entry
        if key is None or key.type not in ("shorthand_property_identifier_pattern", "property_identifier"):
            return False
        self.found.add(self.module.text(key))
        return True

    def _named(self, name: Node, around: Node, *, one: bool) -> bool:
        """Every place of the name; what another variable of that name is used for counts as well."""
        if name.start_byte in self._followed:
            return True
        self._followed.add(name.start_byte)
        for node in self.module.spelled(self.module.text(name).encode(), around):
            if node == name or _is_declared(node):
                continue
            if node.type.startswith("shorthand_property_identifier"):
                return False
            if node.type == "identifier" and not self._stays(node, one=one):
                return False
        return True


def _is_tested(node: Node, parent: Node) -> bool:
    """Whether it is only asked if there is a row."""
    if parent.type == "parenthesized_expression" and parent.parent is not None:
        return parent.parent.type in _TESTS
    if parent.type == "ternary_expression":
        return parent.child_by_field_name("condition") == node
    if parent.type == "unary_expression":
        return _operator(parent) == "!"
    left = parent.type == "binary_expression" and parent.child_by_field_name("left") == node
    return left and _operator(parent) in _ASKING


def _scope(name: Node) -> Node | None:
    """Where a variable means what it is declared as: its block; of a `var`, the whole function."""
    current: Node | None = name
    while current is not None and current.type not in ("lexical_declaration", *FUNCTIONS):
        current = current.parent
    return current.parent if current is not None and current.type == "lexical_declaration" else current


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return "" if operator is None else operator.type


def _elements(pattern: Node | None) -> list[Node]:
    """The names of an array pattern, if it takes each of the first elements."""
    if pattern is None or pattern.type != "array_pattern":
        return []
    elements = named(pattern)
    whole = len(elements) == sum(child.type == "," for child in pattern.children) + 1
    return elements if whole and all(one.type != "rest_pattern" for one in elements) else []


def _is_assigned(node: Node) -> bool:
    parent = node.parent
    return parent is not None and (
        parent.type in ("update_expression", "augmented_assignment_expression")
        or (parent.type == "assignment_expression" and parent.child_by_field_name("left") == node)
        or (parent.type == "unary_expression" and _operator(parent) == "delete")
    )


def _is_declared(node: Node) -> bool:
    """Whether a name is given to something else there."""
    parent = node.parent
    if parent is None:
        return False
    declared = parent.child_by_field_name("name") == node and parent.type == "variable_declarator"
    parameter = parent.type in ("required_parameter", "optional_parameter")
    return declared or parameter or (parent.type in FUNCTIONS and parent.child_by_field_name("parameter") == node)
