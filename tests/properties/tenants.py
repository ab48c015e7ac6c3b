"""Two tenants in a PostgreSQL, and what a query does to them."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, replace

from kyselylint.query.expression import Expression, Param
from kyselylint.query.names import Names
from kyselylint.query.sql import Writer
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import Catalog, Key

from ..oracle import node
from ..unit.analysis.build import database

TABLES: Catalog = database(
    organization="id slug",
    user="id email",
    member="id organization_id>organization user_id>user role",
    project="id organization_id>organization owner_id?>user name",
    todo="id organization_id>organization project_id?>project parent_id?>todo assignee_id?>user title status",
    comment="id organization_id>organization todo_id>todo author_id>user body",
    label="id organization_id?>organization name",
    todo_label="todo_id>todo label_id>label",
    country="code name",
    setting="id organization_id>organization project_id>project key slot value",
)
KEYS = {"setting": (("id",), ("organization_id", "key"), ("project_id", "key"), ("slot",))}
CATALOG = replace(
    TABLES,
    tables={name: replace(table, uniques=tuple(map(Key, KEYS.get(name, ())))) for name, table in TABLES.tables.items()},
)
# Rows of the first tenant begin with a, of the second with b, of nobody with s. Persons work for both, but are members
# of one.
ROWS = {
    "organization": ["{t}1,slug{t}"],
    "user": [],
    "member": ["{t}m1,{t}1,u{t},owner", "{t}m2,{t}1,ux{t},viewer"],
    "project": ["{t}p1,{t}1,us,first", "{t}p2,{t}1,u{t},second", "{t}p3,{t}1,-,first"],
    "todo": [
        "{t}t1,{t}1,{t}p1,-,us,one,open",
        "{t}t2,{t}1,{t}p1,{t}t1,u{t},two,done",
        "{t}t3,{t}1,{t}p2,{t}t2,-,one,done",
        "{t}t4,{t}1,-,-,us,three,open",
    ],
    "comment": ["{t}c1,{t}1,{t}t1,us,hi", "{t}c2,{t}1,{t}t2,u{t},yo", "{t}c3,{t}1,{t}t4,us,yo"],
    "label": ["{t}l1,{t}1,urgent", "{t}l2,{t}1,later"],
    "setting": ["{t}s1,{t}1,{t}p1,{t}theme,{t}first,one", "{t}s2,{t}1,{t}p2,one,{t}second,one"],
    "todo_label": ["{t}t1,{t}l1", "{t}t2,s1", "{t}t3,{t}l2", "{t}t4,s1"],
}
SHARED = {
    "user": ["us,us@x", "ua,ua@x", "ub,ub@x", "uxa,uxa@x", "uxb,uxb@x"],
    "label": ["s1,-,urgent", "s2,-,other"],
    "country": ["x,first", "y,one"],
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a query returned and left behind with both tenants' rows, and with the first tenant's alone."""

    both: dict
    one: dict
    untouched: str

    @property
    def failed(self) -> bool:
        """Whether PostgreSQL refused it."""
        return "error" in self.both or "error" in self.one

    @property
    def shows_other(self) -> bool:
        """Whether a value of the second tenant came back, or a row of theirs was changed."""
        values = [value for row in self.both.get("rows", ()) for value in json.loads(row)]
        return any(isinstance(value, str) and _is_other(value) for value in values) or (
            self.both.get("left") not in (None, self.untouched)
        )

    @property
    def depends_on_other(self) -> bool:
        """Whether the second tenant's rows make a difference."""
        return self.shows_other or self.both.get("rows") != self.one.get("rows")


def _is_other(value: str) -> bool:
    return value[:2] in {"b1", "bm", "bp", "bt", "bc", "bl", "bs"} or value == "slugb"


class TwoTenants:
    """A PostgreSQL in a process of its own."""

    def __init__(self) -> None:
        node.install()
        command = [shutil.which("node") or "node", str(node.HERE / "two-tenants.mjs")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        (self.untouched,) = self._ask({"setup": setup(), "digest": digest()})

    def effects(self, texts: list[str]) -> list[Effect]:
        """What each SQL text does."""
        return [Effect(found["both"], found["one"], self.untouched) for found in self._ask(texts)]

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()

    def _ask(self, message: object) -> list:
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def setup() -> str:
    """The tables and rows, in a schema for both tenants and one for the first alone."""
    texts = []
    for schema, tenants in (("two", "ab"), ("one", "a")):
        texts.append(f"create schema {schema}; set search_path to {schema};")
        for table in CATALOG.tables.values():
            columns = ", ".join(f'"{column.name}" text' for column in table.columns)
            texts.append(f'create table "{table.name}" ({columns});')
            keys = (", ".join(key) for key in KEYS.get(table.name, ()))
            texts.extend(f'alter table "{table.name}" add unique ({key});' for key in keys)
            rows = [row.format(t=tenant) for tenant in tenants for row in ROWS.get(table.name, ())]
            for row in (*rows, *SHARED.get(table.name, ())):
                values = ", ".join("null" if value == "-" else f"'{value}'" for value in row.split(","))
                texts.append(f'insert into "{table.name}" values ({values});')  # noqa: S608  # the rows above
    return "\n".join(texts)


def digest() -> str:
    """A query for the state of all rows of the second tenant."""
    others = [
        f"(select coalesce(string_agg(x::text, ';' order by x::text), '') from \"{name}\" x where x::text like '(b%')"  # noqa: S608  # the names above
        for name in ROWS
    ]
    return f"select {' || chr(10) || '.join(others)} as state"


class Inlined(Writer):
    """Writes parameters as the caller gives them: the first tenant's id, and ids of the tenant that a client chose."""

    client = "a"

    def expression(self, node: Expression | None) -> str:
        """Any expression; parameters as text."""
        if isinstance(node, Param):
            return "'" + VALUES.get(node.value.text, node.value.text).format(t=self.client) + "'"
        return super().expression(node)


VALUES = {
    "organizationId": "a1",
    "userId": "ua",
    "projectId": "{t}p1",
    "todoId": "{t}t1",
    "commentId": "{t}c1",
    "labelId": "{t}l1",
    "memberId": "{t}m1",
    "settingId": "{t}s1",
    "newId": "an",
    "key": "{t}theme",
    "slot": "{t}first",
    "slug": "sluga",
    "text": "one",
    "state": "open",
    "author": "us",
}


def sql(query: Query, client: str) -> str:
    """The text of a query with the values of a client who is of the first tenant and sends ids of `client`."""
    writer = Inlined(Names())
    writer.client = client
    return writer.query(query)
