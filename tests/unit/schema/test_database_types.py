"""Tables and columns from TypeScript database interfaces."""

import pytest

USE = "export const db = new Kysely<DB>({ dialect })\n"


def columns(schema, table, database="DB", path="db.ts"):
    """Columns of a table as name → (nullable, has_default)."""
    found = schema.of(database, path).table(table)
    return {column.name: (column.nullable, column.has_default) for column in found.columns}


def table_names(schema, database="DB", path="db.ts"):
    """The names of the tables of a database."""
    return sorted(table.name for table in schema.of(database, path).tables.values())


def test_reads_the_output_of_kysely_codegen(schema_of):
    """Generated, nullable and aliased column types are told apart."""
    schema = schema_of(
        {
            "db.ts": "import type { DB } from './types'\n" + USE,
            "types.ts": """
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type ArrayType<T> = ArrayTypeImpl<T> extends (infer U)[] ? U[] : ArrayTypeImpl<T>;
export type Status = "active" | "in-active";
export interface Todo {
  id: Generated<number>; title: string; done_at: Timestamp | null; created_at: Generated<Timestamp>;
  status: Generated<Status | null>; seen: ArrayType<Timestamp> | null; state: Status; "Weird Col": number | null;
}
export interface DB { todo: Todo; "billing.invoice": Todo }
""",
        }
    )

    expected = {
        "id": (False, True),
        "title": (False, False),
        "done_at": (True, None),
        "created_at": (False, True),
        "status": (True, True),
        "seen": (True, None),
        "state": (False, False),
        "Weird Col": (True, None),
    }

    assert expected == columns(schema, "todo")
    assert expected == {
        c.name: (c.nullable, c.has_default) for c in schema.of("DB", "db.ts").table("invoice", "billing").columns
    }


def test_reads_the_output_of_prisma_kysely(schema_of):
    """A type alias of an object literal, constants as enums and namespaces per schema."""
    schema = schema_of(
        {
            "db.ts": "import type { DB } from './types'\n" + USE,
            "types.ts": """
import type { ColumnType } from "kysely";
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export const Role = { ADMIN: "ADMIN", USER: "USER" } as const;
export type Role = (typeof Role)[keyof typeof Role];
export namespace Billing { export type Invoice = { id: string; total: number | null } }
export type Team = { id: string; role: Generated<Role>; kind: Role; created_at: Generated<Timestamp> };
export type DB = { team: Team; "billing.invoice": Billing.Invoice };
""",
        }
    )

    assert {
        "id": (False, False),
        "role": (False, True),
        "kind": (False, False),
        "created_at": (False, True),
    } == columns(schema, "team")
    assert {"id": (False, False), "total": (True, None)} == {
        column.name: (column.nullable, column.has_default)
        for column in schema.of("DB", "db.ts").table("invoice", "billing").columns
    }


def test_reads_the_output_of_kanel(schema_of):
    """One file per table with default exports, every column a ColumnType, schemas intersected."""
    schema = schema_of(
        {
            "db.ts": "import type Database from './models/Database'\nnew Kysely<Database>({})",
            "models/Database.ts": (
                "import type { default as PublicSchema } from './public/PublicSchema';\n"
                "type Database = PublicSchema;\nexport default Database;"
            ),
            "models/public/PublicSchema.ts": (
                "import type { default as TodoTable } from './Todo';\n"
                "import type { default as ViewTable } from './View';\n"
                "export default interface PublicSchema { todo: TodoTable; open_todo: ViewTable }"
            ),
            "models/public/Todo.ts": """
import type { ColumnType } from 'kysely';
export type TodoId = string & { __brand: 'public.todo' };
export default interface TodoTable {
  id: ColumnType<TodoId, TodoId | undefined, TodoId>;
  title: ColumnType<string, string, string>;
  note: ColumnType<string | null, string | null, string | null>;
  full: ColumnType<string | null, never, never>;
}""",
            "models/public/View.ts": "export default interface ViewTable { id: ColumnType<string, never, never> }",
        }
    )
    table = schema.of("Database", "db.ts").table("todo")

    assert [
        ("id", False, True, False),
        ("title", False, False, False),
        ("note", True, None, False),
        ("full", True, True, True),
    ] == [(column.name, column.nullable, column.has_default, column.generated) for column in table.columns]
    assert [("todo", False), ("open_todo", True)] == [
        (one.name, one.view) for one in schema.catalogs[0].tables.values()
    ]


@pytest.mark.parametrize(
    "declaration",
    [
        "interface Base { user: User }\nexport interface DB extends Base { todo: Todo }",
        "export type DB = { user: User } & { todo: Todo }",
        "type All = { user: User; todo: Todo; old: Todo }\nexport type DB = Omit<All, 'old'>",
        (
            "type Gone = 'old' | 'older'\n"
            "type All = { user: User; todo: Todo; old: Todo; older: Todo }\nexport type DB = Omit<All, Gone>"
        ),
        "type All = { user: User; todo: Todo; old: Todo }\nexport type DB = Pick<All, 'user' | 'todo'>",
        "type All = { user: User; todo: Todo }\nexport type DB = { [K in keyof All]: All[K] }",
        "export type DB = { [K in 'user' | 'todo']: Todo }",
        "const table = 'todo' as const\nexport type DB = { [table]: Todo; user: User }",
        "export interface DB { todo: Todo }\nexport interface DB { user: User }",
        "type Gen<T> = { todo: T; user: User }\nexport type DB = Gen<Todo>",
        "type Db2 = { public: { tables: { user: User; todo: Todo } } }\nexport type DB = Db2['public']['tables']",
        "namespace t { export interface A { todo: Todo } export type B = { user: User } }\nexport type DB = t.A & t.B",
        "type DB2 = { user: User; todo: Todo }\nexport { DB2 as DB }",
        "export type DB = Record<'user' | 'todo', Todo>",
        "export class DB { todo!: Todo; user!: User }",
    ],
)
def test_evaluates_the_ways_to_write_a_database_type(schema_of, declaration):
    """Inheritance, intersections, utility and mapped types, computed keys and merging give the same tables."""
    rows = "interface User { id: string }\ninterface Todo { id: string; title: string | null }\n"
    schema = schema_of({"db.ts": "import { DB } from './types'\n" + USE, "types.ts": rows + declaration})

    assert ["todo", "user"] == table_names(schema)
    assert schema.of("DB", "db.ts").complete


@pytest.mark.parametrize(
    ("files", "specifier"),
    [
        (
            {"types/index.ts": "export * from './db'", "types/db.ts": "export interface DB { todo: { id: string } }"},
            "./types",
        ),
        (
            {"a.ts": "export { Tables as DB } from './b'", "b.ts": "export interface Tables { todo: { id: string } }"},
            "./a",
        ),
        ({"db.d.ts": "export interface DB { todo: { id: string } }"}, "./db.js"),
        (
            {
                "packages/db/package.json": '{"name": "@app/db", "main": "src/index.ts"}',
                "packages/db/src/index.ts": "export interface DB { todo: { id: string } }",
            },
            "@app/db",
        ),
        (
            {
                "tsconfig.json": '{"compilerOptions": {"paths": {"#db/*": ["./lib/*"]}}}',
                "lib/types.ts": "export interface DB { todo: { id: string } }",
            },
            "#db/types",
        ),
        (
            {"node_modules/kysely-codegen/dist/db.d.ts": "export interface DB { todo: { id: string } }"},
            "kysely-codegen",
        ),
    ],
)
def test_follows_imports(schema_of, files, specifier):
    """Barrels, renames, declaration files, workspace packages, path aliases and a generator's default place."""
    schema = schema_of({"app.ts": f"import type {{ DB }} from '{specifier}'\n{USE}", **files})

    assert ["todo"] == table_names(schema, path="app.ts")


def test_adds_what_other_files_declare_for_the_module(schema_of):
    """`declare module` adds tables to an interface of another file."""
    schema = schema_of(
        {
            "db.ts": "import type { DB } from './types'\n" + USE,
            "types.ts": "export interface DB { todo: { id: string } }",
            "plugin.ts": "declare module './types' { interface DB { job: { id: string } } }",
        }
    )

    assert ["job", "todo"] == table_names(schema)


def test_names_shared_by_two_applications_are_kept_apart(schema_of):
    """`DB` means the type that the file of the handle names."""
    schema = schema_of(
        {
            "a/db.ts": "interface DB { todo: { id: string } }\n" + USE,
            "b/db.ts": "interface DB { invoice: { id: string } }\n" + USE,
        }
    )

    assert ["todo"] == table_names(schema, path="a/db.ts")
    assert ["invoice"] == table_names(schema, path="b/db.ts")


def test_an_alias_of_a_handle_names_its_database(schema_of):
    """`type Tx = Transaction<DB>` is followed by its name where the file does not say more."""
    schema = schema_of(
        {
            "db.ts": "interface DB { todo: { id: string } }\nexport type Tx = Transaction<DB>",
            "other.ts": "interface Logs { log: { id: string } }\nnew Kysely<Logs>({})",
        }
    )

    assert ["todo"] == table_names(schema, "Tx", "service.ts")


def test_a_handle_of_unknown_type_sees_what_all_databases_agree_on(schema_of):
    """Tables that two databases describe differently are left out of the union."""
    schema = schema_of(
        {
            "a.ts": "interface A { todo: { id: string }; log: { id: string } }\nnew Kysely<A>({})",
            "b.ts": "interface B { job: { id: string }; log: { text: string } }\nnew Kysely<B>({})",
        }
    )

    assert ["job", "todo"] == table_names(schema, "any", "c.ts")
    assert not schema.of("").complete


@pytest.mark.parametrize(
    ("declaration", "complete", "open_table"),
    [
        ("export interface DB { todo: Missing }", True, True),
        ("import { Rest } from 'elsewhere'\nexport type DB = { todo: Row } & Rest", False, False),
        ("export interface DB { [table: string]: Row; todo: Row }", False, False),
        ("export interface DB { todo: z.infer<typeof Todo> }", True, True),
        ("export interface DB { todo: Row & Missing }", True, True),
    ],
)
def test_what_cannot_be_seen_opens_the_smallest_thing(schema_of, declaration, complete, open_table):
    """An unknown table type opens the table, an unknown part of the database opens the list of tables."""
    schema = schema_of(
        {"db.ts": "import { DB } from './t'\n" + USE, "t.ts": "interface Row { id: string }\n" + declaration}
    )
    catalog = schema.of("DB", "db.ts")

    assert (complete, open_table) == (catalog.complete, catalog.table("todo").open)


def test_types_that_cannot_be_found_still_name_a_database(schema_of):
    """A generated file that is not checked in leaves a database without tables, about which nothing is claimed."""
    schema = schema_of({"db.ts": "import type { DB } from './generated'\n" + USE})

    assert ("DB", 0, False) == (schema.catalogs[0].name, len(schema.catalogs[0].tables), schema.catalogs[0].complete)
    assert "./generated" in schema.notes[0]


@pytest.mark.parametrize("handle", ["Kysely<any>", "Kysely<unknown>", "Kysely<T>", "Kysely<Record<string, any>>"])
def test_untyped_handles_name_no_database(schema_of, handle):
    """any, unknown, type parameters and records of anything are no databases."""
    schema = schema_of({"m.ts": f"export async function up<T>(db: {handle}) {{}}"})

    assert () == schema.catalogs


def test_names_meet_in_either_style(schema_of):
    """A query's camelCase name finds the snake_case table, and the other way round."""
    schema = schema_of({"db.ts": "interface DB { user_account: { organizationId: string } }\n" + USE})

    assert "organizationId" == schema.of("DB", "db.ts").table("userAccount").column("organization_id").name


def test_facts_say_where_they_come_from(schema_of):
    """Origins point at the names of tables and columns."""
    text = "interface DB { todo: { id: string } }\n" + USE
    table = schema_of({"db.ts": text}).of("DB", "db.ts").table("todo")

    assert ("todo", "id") == tuple(text[one.origin.start : one.origin.end] for one in (table, table.columns[0]))


def test_a_union_of_rows_is_a_table_with_all_columns(schema_of):
    """A column that is null in one kind of row is nullable."""
    row = "type Row = { kind: 'a'; a: string } | { kind: 'b'; a: string | null; b: number }\n"
    text = row + "interface DB { event: Row }\n"

    assert {"kind": (False, None), "a": (True, None), "b": (False, False)} == columns(
        schema_of({"db.ts": text + USE}), "event"
    )


def test_an_intersection_adds_the_columns_of_both_parts(schema_of):
    """A table that two parts of an intersection describe has the columns of both."""
    parts = (
        "type A = { todo: { id: string; note: string | null } }\ntype B = { todo: { note: string } }\ntype DB = A & B\n"
    )

    assert {"note": (False, False), "id": (False, False)} == columns(schema_of({"db.ts": parts + USE}), "todo")


def test_a_handle_of_unknown_type_belongs_to_the_databases_of_its_package(schema_of):
    """In a monorepo the types of the same package are meant; a directory alone says nothing."""
    schema = schema_of(
        {
            "apps/a/db.ts": "interface A { todo: { id: string } }\nnew Kysely<A>({})",
            "apps/b/package.json": "{}",
            "apps/b/src/db.ts": "interface B { todo: { text: string } }\nnew Kysely<B>({})",
        }
    )

    assert {"text": (False, False)} == columns(schema, "todo", "", "apps/b/src/lib/todos.ts")
    assert [None, None] == [schema.of("", path).table("todo") for path in ("tools/x.ts", "apps/a/x.ts")]


def test_an_ambiguous_name_means_the_database_of_which_something_is_known(schema_of):
    """`DB` of a package that cannot be read does not hide the one that can."""
    schema = schema_of(
        {
            "a.ts": "interface DB { todo: { id: string } }\n" + USE,
            "b.ts": "import type { DB } from 'elsewhere'\n" + USE,
        }
    )

    assert ["todo"] == table_names(schema, path="service.ts")


def test_a_generic_type_around_a_handle_names_a_database(schema_of):
    """The database of `Database<S> { db: Kysely<S> }` is said where the class is used, in a file without Kysely."""
    schema = schema_of(
        {
            "app/db.ts": "export class Database<S> { constructor(public db: Kysely<S>) {} }",
            "app/accounts.ts": """
import { Database } from './db'
interface Accounts { account: { id: string } }
export type AccountDb = Database<Accounts>
export const many: Database<S>[] = []
""",
            "app/package.json": "{}",
        }
    )

    assert ["account"] == table_names(schema, "Accounts", "app/accounts.ts")
    assert ["account"] == table_names(schema, "S", "app/db.ts")
