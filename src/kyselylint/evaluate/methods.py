"""Which part of Kysely's API a call belongs to, by what it is called on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kyselylint.evaluate import clauses, ddl, expression_builder, functions, handles, joins, raw, transactions, writes
from kyselylint.evaluate.arguments import eb, string_of
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.instances import instance_of
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.narrow import truth
from kyselylint.evaluate.origin import placeholder, shorten, value_of
from kyselylint.evaluate.types import database_type, declares_method, identity_of
from kyselylint.evaluate.values import (
    Array,
    Builtin,
    ClassValue,
    Expr,
    ExpressionBuilderValue,
    Func,
    HandleValue,
    Literal,
    Object,
    Opaque,
    Tool,
    Undefined,
    Val,
)
from kyselylint.query import expression as sql
from kyselylint.query.names import pushing
from kyselylint.query.statement import Handle, HandleKind, Operation
from kyselylint.query.value import Value

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_TOOLS: dict[str, Callable[[Interpreter, Tool, Call], Val]] = {
    "fn": functions.fn_method,
    "aggregate": functions.aggregate_method,
    "over": functions.over_method,
    "order-item": functions.order_item_method,
    "join": joins.join_method,
    "conflict": writes.conflict_method,
    "case": expression_builder.case_method,
    "json": expression_builder.json_method,
    "cte": handles.cte_method,
    "dynamic": handles.dynamic_method,
    "dynamic-table": handles.dynamic_table_method,
    "transaction": transactions.tool_method,
    "controlled": transactions.tool_method,
    "connection": transactions.tool_method,
    "command": transactions.tool_method,
    "schema": ddl.schema_method,
    "ddl-part": ddl.part_method,
}
_BUILDER_WORDS = frozenset({*clauses.SELECT, *clauses.SHARED, *writes.SET, "values", "onConflict"}) - {
    "select",
    "set",
    "as",
    "from",
    "call",
    "if",
    "values",
}
_STARTS_WITH_HANDLE = frozenset(
    {*handles.ROOTS, "withRecursive", "startTransaction", "withSchema", "executeQuery", "withTables", "$extendTables"}
)


def call(it: Interpreter, receiver: Val, call: Call) -> Val | None:
    """`receiver.name(…)` where that is Kysely's; None if it is not."""
    if isinstance(receiver, Builder | HandleValue | ExpressionBuilderValue | Tool):
        call.args = _with_functions(it, call.args)
    if isinstance(receiver, Builder):
        return (ddl if receiver.operation is Operation.SCHEMA else clauses).method(it, receiver, call)
    if isinstance(receiver, HandleValue):
        return handles.method(it, receiver, call)
    if isinstance(receiver, ExpressionBuilderValue):
        return expression_builder.method(it, receiver, call)
    if isinstance(receiver, Expr):
        return raw.method(it, receiver, call) or expression_builder.expression_method(it, receiver, call)
    if isinstance(receiver, Tool):
        handler = _TOOLS.get(receiver.kind)
        return None if handler is None else handler(it, receiver, call)
    if isinstance(receiver, Builtin):
        return _builtin(it, receiver, call)
    if isinstance(receiver, Opaque):
        return _opaque(it, receiver, call)
    return _of_no_handle(it, receiver, call)


def _of_no_handle(it: Interpreter, receiver: Val, call: Call) -> Val | None:
    """A root on what is no handle as far as we see: an instance of one's class, or a value that was misread."""
    if isinstance(receiver, Object) and receiver.kind is not None:
        return _of_instance(it, receiver, receiver.kind, call)
    if isinstance(receiver, Undefined | Literal | Func) and call.name in handles.ROOTS and _plausible_root(call):
        return handles.root(it, HandleValue(_misread_handle(it, call)), call)
    return None


def _misread_handle(it: Interpreter, call: Call) -> Handle:
    """What the code uses as a handle, and we have read as something else: an assignment to it was not seen."""
    function = call.node.child_by_field_name("function")
    receiver = None if function is None else function.child_by_field_name("object")
    node = call.head if receiver is None else receiver
    return Handle(HandleKind.UNKNOWN, shorten(it.text(node)), span=it.span(node))


_MOST_CALLBACKS = 2  # arguments of a method that takes callbacks; `where(a, "=", b)` takes none


def _with_functions(it: Interpreter, args: list[Val]) -> list[Val]:
    """Arguments in whose place Kysely calls functions: those of modules without a word of Kysely are found too."""
    if len(args) > _MOST_CALLBACKS or not any(isinstance(one, Opaque) and one.imported for one in args):
        return args
    found = [it.universe.behind(it, one) if isinstance(one, Opaque) else one for one in args]
    return [new if isinstance(new, Func) else old for new, old in zip(found, args, strict=True)]


_LOGIC = frozenset({"exists", "not"})  # of an expression builder; other libraries give them no query


def _of_instance(it: Interpreter, receiver: Object, kind: ClassValue, call: Call) -> Val | None:
    """`class Database extends Kysely<DB>`: its instances are handles, unless the class has such a method itself."""
    if call.name in it.universe.members(kind) or not (call.name in handles.ROOTS or _is_of_handles(it, call)):
        return None
    return handles.method(it, HandleValue(Handle(HandleKind.UNKNOWN, receiver.text or "this")), call)


def _opaque(it: Interpreter, receiver: Opaque, call: Call) -> Val | None:
    """A call on something unknown that only Kysely offers: a root makes it a handle, clauses go on with the builder."""
    if receiver.carries is not None and call.name in _BUILDER_WORDS:
        return clauses.method(it, receiver.carries, call)
    if call.name in handles.ROOTS and declares_method(receiver, call.name):  # read, and no root of a query
        it.recorder.roots.add((it.frame.module.path, call.name_node.start_byte))
        return None
    if call.name in handles.ROOTS and _plausible_root(call):
        holes = () if receiver.hole is None else (receiver.hole,)
        return handles.root(it, HandleValue(unknown_handle(it, receiver.value), holes=holes), call)
    if call.name in _LOGIC and any(isinstance(arg, Builder | Expr) for arg in call.args):  # `(eb: any) => eb.exists(q)`
        return expression_builder.method(it, eb(Handle(HandleKind.NONE)), call)
    if receiver.value.path[1:] and receiver.value.path[-1] == "fn" and call.name in functions.NAMES:
        return functions.fn_method(it, Tool("fn", unknown_handle(it, receiver.value)), call)
    schema = ddl.on_unknown(it, receiver, call)
    if schema is not None:
        return schema
    if _is_of_handles(it, call):
        return handles.method(it, HandleValue(unknown_handle(it, receiver.value)), call)
    if call.name == "transaction" and isinstance(call.arg(0), Func):
        return transactions.method(it, HandleValue(unknown_handle(it, receiver.value)), call)
    return None


def _is_of_handles(it: Interpreter, call: Call) -> bool:
    """Whether a call is one that only handles take, by its name and arguments; roots aside."""
    if call.name == "with":
        return len(call.args) == 2 and isinstance(call.arg(1), Func | Builder)
    if call.name in ("transaction", "connection"):
        return not call.args and _followed_by_execute(it, call)
    starts = call.name in _STARTS_WITH_HANDLE and call.name not in handles.ROOTS
    return starts and (bool(call.args) or call.name == "startTransaction")


def unknown_handle(it: Interpreter, value: Value) -> Handle:
    """A handle of which only the source text is known."""
    return Handle(HandleKind.UNKNOWN, value.text, identity_of(it, value), span=value.span)


def _plausible_root(call: Call) -> bool:
    """Kysely's roots take one argument, a table; `mergeInto(trx, a, b)` of a repository is something else."""
    if call.open or len(call.args) != 1:
        return False
    return not isinstance(call.arg(0), Undefined | HandleValue) and not (
        call.name != "selectNoFrom" and isinstance(call.arg(0), Object)
    )


def _followed_by_execute(it: Interpreter, call: Call) -> bool:
    parent = call.node.parent
    name = None if parent is None or parent.type != "member_expression" else parent.child_by_field_name("property")
    return name is not None and it.text(name) in ("execute", "setIsolationLevel", "setAccessMode")


def call_value(it: Interpreter, target: Val, call: Call) -> Val | None:
    """`eb(…)`, `fn(…)`, ``sql`…` ``, `expressionBuilder()` and the other functions that Kysely exports."""
    if isinstance(target, ExpressionBuilderValue):
        return expression_builder.binary(it, target.handle, call)
    if isinstance(target, Tool):
        return _call_tool(it, target, call)
    return _call_builtin(it, target, call) if isinstance(target, Builtin) else None


def _call_builtin(it: Interpreter, target: Builtin, call: Call) -> Val | None:
    if target.name == "sql":
        template = call.nodes[0] if call.nodes and call.nodes[0].type == "template_string" else None
        return None if template is None else raw.template(it, template, call.node)
    if target.name.startswith("sql."):
        return raw.helper(it, target.name[4:], call)
    if target.name == "expressionBuilder":
        return eb(Handle(HandleKind.NONE))
    if target.name == "createFunctionModule":
        return Tool("fn", Handle(HandleKind.NONE))
    if target.name == "pushValueIntoList":
        value, node = call.arg(0), call.nodes[0] if call.nodes else call.node
        return Tool("strategy", pushing(value.value if isinstance(value, Literal) else placeholder(it.text(node))))
    if target.name == "import":
        return it.universe.imported_here(it, string_of(call.arg(0)))
    if target.name.partition("@")[0] in ("jsonArrayFrom", "jsonObjectFrom", "jsonBuildObject"):
        return functions.json_helper(it, target.name, call)
    if target.name.startswith("mergeAction@"):
        return Expr(sql.Raw(("merge_action()",), it.span(call.node)))
    if target.name in ("Boolean", "String", "Number"):
        return _converted(it, target.name, call)
    return None


def _converted(it: Interpreter, name: str, call: Call) -> Val:
    """`Boolean(x)`: known when x is; `String(x)` and `Number(x)` keep where x comes from, `String` a text."""
    value = call.arg(0)
    if name == "Boolean":
        known = truth(it, value)
        return it.opaque(call.node) if known is None else Literal(known)
    same = isinstance(value, Opaque) or (name == "String" and string_of(value) is not None)
    return value if same else it.opaque(call.node)


def _call_tool(it: Interpreter, target: Tool, call: Call) -> Val | None:
    if target.kind == "fn":
        return functions.call_fn(it, target.state, call)
    if target.kind == "cte-name":
        return Tool("cte", (call.arg(0), None))
    return None


def _builtin(it: Interpreter, receiver: Builtin, call: Call) -> Val | None:
    if receiver.name == "sql":
        return raw.helper(it, call.name, call)
    if receiver.name == "CompiledQuery" and call.name == "raw":
        node = call.nodes[0] if call.nodes else call.node
        text = string_of(call.arg(0))
        made = sql.RawText(text, value_of(call.arg(0), it.text(node)), "CompiledQuery.raw", it.span(node))
        it.recorder.raw(made)
        return Tool(
            "compiled",
            Builder(Operation.RAW, Handle(HandleKind.NONE), handles.site_of(it, call), {"raw": made}),
        )
    whole, at, dialect = receiver.name.partition("@")
    return call_value(it, Builtin(f"{call.name}{at}{dialect}"), call) if whole == "kysely" else None


def construct(it: Interpreter, target: Builtin, call: Call) -> Val | None:
    """`new Kysely<DB>({ dialect, plugins })`, `new CamelCasePlugin()`."""
    name = target.name.rpartition(".")[2]
    if name == "Kysely":
        plugins = _configured_plugins(it, call)
        it.recorder.plugins[f"{it.frame.module.path}:{call.node.start_byte}"] = plugins
        it.recorder.instances.setdefault(it.span(call.name_node), instance_of(it, call))
        arguments = (
            []
            if call.type_arguments is None
            else [child for child in call.type_arguments.named_children if child.type != "comment"]
        )
        database, declared_in = database_type(it, arguments[0]) if arguments else ("", "")
        return HandleValue(Handle(HandleKind.DATABASE, "", "", "", database, declared_in, plugins=plugins))
    if name == "WithSchemaPlugin":
        return Tool("plugin", (f"{name}={string_of(call.arg(0)) or '?'}",))
    if name.endswith("Plugin"):
        return Tool("plugin", (name, *_switched_on(it, name, call.arg(0))))
    return None


def _switched_on(it: Interpreter, name: str, config: Val) -> tuple[str, ...]:
    """Options of a plugin that are true, `CamelCasePlugin.upperCase`, and what is pushed into empty lists."""
    if not isinstance(config, Object):
        return ()
    given = {key: item.value for key, item in it.store.properties(config).items.items()}
    strategies = (value.state for value in given.values() if isinstance(value, Tool) and value.kind == "strategy")
    return (*(f"{name}.{key}" for key, value in given.items() if value == Literal(True)), *strategies)


def _configured_plugins(it: Interpreter, call: Call) -> tuple[str, ...]:
    config = call.arg(0)
    if not isinstance(config, Object):
        return ()
    item = it.store.properties(config).items.get("plugins")
    return plugins_in(it, item.value) if item is not None else ()


def plugins_in(it: Interpreter, value: Val) -> tuple[str, ...]:
    """The plugin names of a configured list."""
    return clauses.plugin_names(it, [value]) if isinstance(value, Array | Tool) else ()
