"""Column types in PostgreSQL's own spelling."""

from __future__ import annotations

from kyselylint.schema.sql.cursor import Cursor

_SPELLING = {
    "int": "integer",
    "int4": "integer",
    "int2": "smallint",
    "int8": "bigint",
    "bool": "boolean",
    "float4": "real",
    "float8": "double precision",
    "float": "double precision",
    "decimal": "numeric",
    "varchar": "character varying",
    "char": "character",
    "bpchar": "character",
    "varbit": "bit varying",
    "serial": "integer",
    "serial4": "integer",
    "serial2": "smallint",
    "smallserial": "smallint",
    "serial8": "bigint",
    "bigserial": "bigint",
}
SERIALS = frozenset({"serial", "serial2", "serial4", "serial8", "smallserial", "bigserial"})
_SECOND = {"double": "precision", "character": "varying", "char": "varying", "bit": "varying", "national": "character"}
_ZONED = {"timestamptz": "timestamp", "timetz": "time"}
_REAL_BITS = 24  # float(1) to float(24) are real


def read_type(cursor: Cursor) -> str:
    """The type that comes next, spelled as `format_type` prints it: `timestamp(3) without time zone`, `text[]`."""
    if cursor.done:
        return ""  # SQLite columns need no type
    schema, name = cursor.qualified()
    if not schema and cursor.next.key.lower() == _SECOND.get(name):
        name = f"{name} {cursor.take().text.lower()}"
    arguments = f"({','.join(item.text for item in cursor.group().items())})" if cursor.at("(") else ""
    spelled = _spelled(cursor, name, arguments)
    array = _is_array(cursor)
    prefix = f"{schema}." if schema not in ("", "pg_catalog", "public") else ""
    return f"{prefix}{spelled}{'[]' if array else ''}"


def _spelled(cursor: Cursor, name: str, arguments: str) -> str:
    base = _ZONED.get(name, name)
    if base in ("timestamp", "time"):
        zoned = cursor.accept("WITH", "TIME", "ZONE") or name in _ZONED
        cursor.accept("WITHOUT", "TIME", "ZONE")
        return f"{base}{arguments} {'with' if zoned else 'without'} time zone"
    if name == "float" and arguments:
        return "real" if int(arguments.strip("()")) <= _REAL_BITS else "double precision"
    if name == "interval":
        fields = cursor.until(
            "CONSTRAINT", "NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "REFERENCES", "CHECK", ",", "["
        ).text
        return f"interval{' ' + fields if fields else ''}{arguments}"
    spelled = _SPELLING.get(name, name.replace("char varying", "character varying"))
    return f"{spelled}(1)" if spelled == "character" and not arguments and name != "bpchar" else f"{spelled}{arguments}"


def _is_array(cursor: Cursor) -> bool:
    array = cursor.accept("ARRAY")
    while cursor.accept("["):
        array = True
        cursor.until("]")
        cursor.expect("]")
    return array
