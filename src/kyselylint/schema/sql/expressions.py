"""The names and types that PostgreSQL gives to the columns of a result."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.types import read_type
from kyselylint.schema.sql.words import SqlText, Unreadable, statements

Find = Callable[[exp.Column], str]
"""The type of a column, "" where it is not known."""

_NOW = "timestamp with time zone"
_FIXED = {
    **dict.fromkeys(("count", "row_number", "rank", "dense_rank"), "bigint"),
    **dict.fromkeys(("concat", "string_agg", "to_char", "trim", "replace", "left", "md5"), "text"),
    **dict.fromkeys(("now", "current_timestamp"), _NOW),
    **dict.fromkeys(("bool_and", "bool_or", "every"), "boolean"),
    **dict.fromkeys(("jsonb_agg", "jsonb_build_object", "jsonb_build_array", "jsonb_object_agg", "to_jsonb"), "jsonb"),
    **dict.fromkeys(("json_agg", "json_build_object", "json_build_array", "json_object_agg", "to_json"), "json"),
    **dict.fromkeys(("length", "char_length", "array_length"), "integer"),
    "gen_random_uuid": "uuid",
    "current_date": "date",
    "extract": "numeric",
}
_BOUNDS = {  # of ranges, of which lower() and upper() are functions too
    "int4range": "integer",
    "int8range": "bigint",
    "numrange": "numeric",
    "tsrange": "timestamp without time zone",
    "tstzrange": _NOW,
    "daterange": "date",
}
_RENAMED: dict[type, str] = {exp.GroupConcat: "string_agg"}  # of which sqlglot keeps no place
_TOTALS = {"smallint": "bigint", "integer": "bigint", "bigint": "numeric", "real": "real"}  # of sum()
_TRUE_OR_FALSE = (exp.Predicate, exp.Connector, exp.Not, exp.Boolean, exp.Exists)
_FUNCTIONS = (exp.Func, exp.Anonymous)
_NUMBERS = ("smallint", "integer", "bigint", "numeric", "double precision")
_LARGEST_INTEGER = 2**31 - 1


def name_of(projection: exp.Expr) -> str:
    """What PostgreSQL calls an output column: alias, column, or the outermost function (FigureColname)."""
    if isinstance(projection, exp.Alias | exp.Column):
        identifier = projection.args["alias"] if isinstance(projection, exp.Alias) else projection.this
        return identifier.name if getattr(identifier, "quoted", False) else projection.alias_or_name.lower()
    if isinstance(projection, exp.Cast):
        inner = name_of(projection.this)
        return inner if inner != "?column?" else ""
    if isinstance(projection, exp.Paren | exp.Filter | exp.Window | exp.WithinGroup):
        return name_of(projection.this)
    if isinstance(projection, exp.Case):
        return "case"
    if isinstance(projection, _FUNCTIONS):
        return _function(projection)
    return ""


def type_of(node: exp.Expr, find: Find) -> str:
    """The type of an expression in PostgreSQL's spelling; "" where it is not known."""
    if isinstance(node, exp.Column):
        return find(node)
    if isinstance(node, exp.Alias | exp.Paren | exp.Filter | exp.Window):
        return type_of(node.this, find)
    if isinstance(node, exp.Cast):
        return _spelled(node.to.sql(dialect="postgres"))
    if isinstance(node, exp.Literal):
        return _literal(node)
    if isinstance(node, _TRUE_OR_FALSE):
        return "boolean"
    if isinstance(node, exp.Coalesce):
        return _agreed([node.this, *node.expressions], find)
    if isinstance(node, exp.Case):
        results = [branch.args["true"] for branch in node.args["ifs"]]
        return _agreed([*results, *([node.args["default"]] if node.args.get("default") else [])], find)
    if isinstance(node, exp.DPipe | exp.Concat):
        return "text"
    return _of_function(node, find) if isinstance(node, _FUNCTIONS) else ""


def keep_names(query: exp.Expr, text: str) -> None:
    """Note each function's name as the text has it: sqlglot reads `to_char` and `strftime` as the same function."""
    for node in query.walk():
        if isinstance(node, _FUNCTIONS) and "start" in node.meta:
            node.meta["name"] = text[node.meta["start"] : node.meta["end"] + 1]


def _function(node: exp.Expr) -> str:
    """The name as it was written, where that is known."""
    plain = node.sql_name() if isinstance(node, exp.Func) and not isinstance(node, exp.Anonymous) else node.name
    return _RENAMED.get(type(node)) or str(node.meta.get("name", plain)).lower()


def _of_function(node: exp.Expr, find: Find) -> str:
    name = _function(node)
    argument = type_of(node.this, find) if isinstance(node.this, exp.Expr) else ""
    if name in _FIXED:
        return _FIXED[name]
    if name in ("lower", "upper"):
        return "text" if argument.startswith(("text", "char")) else _BOUNDS.get(argument, "")
    if name in ("min", "max"):
        return "text" if argument.startswith("character varying") else argument
    if name == "sum":
        return _TOTALS.get(argument, argument.partition("(")[0])
    if name == "avg":
        return "double precision" if argument in ("real", "double precision") else "numeric" if argument else ""
    if name == "date_trunc":
        of = type_of(node.expression, find) if isinstance(node.args.get("expression"), exp.Expr) else argument
        return of if of in (_NOW, "timestamp without time zone") else ""
    return f"{argument}[]" if name == "array_agg" and argument and not argument.endswith("]") else ""


def _agreed(nodes: list[exp.Expr], find: Find) -> str:
    """The one type of all that have one; constants take that of the others, whose length then does not count."""
    constants = [node for node in nodes if isinstance(node, exp.Literal | exp.Null)]
    types = {type_of(node, find) for node in nodes if node not in constants}
    if not types:
        types = {type_of(node, find) for node in constants if not isinstance(node, exp.Null)}
    found = types.pop() if len(types) == 1 else ""
    mixed = any(isinstance(node, exp.Literal) for node in constants)
    if mixed and found in _NUMBERS and any(type_of(node, find) not in ("integer", found) for node in constants):
        return ""
    return found.partition("(")[0] if mixed and found.startswith(("character", "numeric")) else found


def _literal(node: exp.Literal) -> str:
    if node.is_string:
        return "text"
    if "." in node.name or "e" in node.name.lower():
        return "numeric"
    return "integer" if int(node.name) <= _LARGEST_INTEGER else "bigint"


def _spelled(written: str) -> str:
    """A type as written, in the spelling of the catalog."""
    try:
        (statement,) = statements(SqlText("", written.encode()))
        return read_type(Cursor(statement.source, statement.words))
    except (Unreadable, ValueError):
        return ""
