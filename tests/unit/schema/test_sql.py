"""Tables from SQL, and how they meet the types. What PostgreSQL itself says of SQL is compared in tests/oracle."""

import pytest

from kyselylint.schema.sql.folders import folders
from kyselylint.schema.sql.migration import applied_parts
from kyselylint.schema.sql.replay import Replay
from kyselylint.schema.sql.words import SqlText

TYPES = "interface DB { todo: Todo }\nnew Kysely<DB>({})\n"


def replayed(*texts):
    """The state after the texts."""
    run = Replay()
    for text in texts:
        run.run(SqlText("m.sql", text.encode()))
    return run


def names(files):
    """Kind and file names of each folder."""
    read = lambda path: files[path].encode()  # noqa: E731
    return [(found.kind, [path.rpartition("/")[2] for path in found.files]) for found in folders(files, read)]


CREATE = "create table t (id int)"
DEPLOYED = ("plain", ["1_a.sql", "2_b.sql"])


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["m/0002_b.sql", "m/0001_a.sql"], [("plain", ["0001_a.sql", "0002_b.sql"])]),
        (["db/V10__b.sql", "db/V2__a.sql"], [("plain", ["V2__a.sql", "V10__b.sql"])]),
        (["migrations/1_a.up.sql", "migrations/1_a.down.sql"], [("plain", ["1_a.up.sql"])]),
        (["m/001.do.a.sql", "m/001.undo.a.sql", "m/002.do.b.sql"], [("plain", ["001.do.a.sql", "002.do.b.sql"])]),
        (["migrations/1_a.sql", "migrations/rollback_1_a.sql"], [("plain", ["1_a.sql"])]),
        (["migrations/1_a.sql", "migrations/2_revert_a.sql"], [("plain", ["1_a.sql", "2_revert_a.sql"])]),
        (["migrations/1_a.sql", "migrations/down/1_a.sql"], [("plain", ["1_a.sql"])]),
        (["m/20240101_a.sql", "m/atlas.sum"], [("atlas", ["20240101_a.sql"])]),
        (["p/migrations/2_b/migration.sql", "p/migrations/1_a/migration.sql"], [("prisma", ["migration.sql"] * 2)]),
        (["db/schema.sql", "db/report.sql"], [("schema", ["schema.sql"])]),
        (["db/structure.sql"], [("schema", ["structure.sql"])]),
        (["tests/fixtures/0001_a.sql", "tests/fixtures/0002_b.sql"], []),
        (["sql/report.sql", "sql/users.sql"], []),
        (["m/001.do.a.sql", "m/001.undo.a.sql"], [("plain", ["001.do.a.sql"])]),
        (["sql/deploy/1_a.sql", "sql/deploy/2_b.sql", "sql/revert/1_a.sql", "sql/revert/2_b.sql"], [DEPLOYED]),
        (["migrations/2_b.sql", "migrations/_archived/1_a.sql"], [("plain", ["2_b.sql"])]),
    ],
)
def test_folders_of_migrations_are_found_and_ordered(paths, expected):
    """By version, without what undoes them; other SQL is no history."""
    assert expected == names(dict.fromkeys(paths, CREATE))


def test_prisma_migrations_follow_their_directories():
    """The directory of a Prisma migration carries its number."""
    files = {"p/migrations/2_b/migration.sql": CREATE, "p/migrations/1_a/migration.sql": CREATE}
    (found,) = folders(files, lambda path: files[path].encode())

    assert ("p/migrations/1_a/migration.sql", "p/migrations/2_b/migration.sql") == found.files


def test_an_atlas_checkpoint_begins_anew(schema_of):
    """Files before a checkpoint are not applied."""
    schema = schema_of(
        {
            "db.ts": "interface DB { todo: { id: string } }\nnew Kysely<DB>({})",
            "m/atlas.sum": "",
            "m/1_a.sql": "create table todo (id text primary key); create table old (id int)",
            "m/2_b.sql": "-- atlas:checkpoint\n\ncreate table todo (id text primary key, title text);",
        }
    )

    assert (["id", "title"], None) == (
        [column.name for column in schema.catalogs[0].table("todo").columns],
        schema.catalogs[0].table("old"),
    )


def test_what_cannot_be_read_is_said_with_its_place():
    """One bad statement does not hide the next."""
    run = replayed("create table a (id int); create table (oops; create table b (id int)")

    assert ["expected a name, not `(`"] == [skipped.reason for skipped in run.skipped]
    assert {("", "a"), ("", "b")} == set(run.state.tables)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("create table a (id int, unique of id)", (True, False)),
        ("create table a (id int); alter table a add unique of id", (False, False)),
        ("create table a (id int); create index i on a of id", (False, False)),
        ("create table a (id int); create policy p of a", (False, True)),
    ],
)
def test_a_statement_given_up_half_way_leaves_its_table_in_doubt(sql, expected):
    """Keys that were not read may be there, and columns of the statement that makes it."""
    (draft,) = replayed(sql).state.tables.values()
    table = draft.table(security_known=True)

    assert expected == (table.open, table.keys_known)


def test_what_follows_a_default_in_parentheses_is_read():
    """Nothing of the clauses after it belongs to the default."""
    (draft,) = replayed(
        "create table a (id uuid default (gen_random_uuid()) not null primary key)"
    ).state.tables.values()

    assert ("(gen_random_uuid())", False, ("id",)) == (
        draft.columns["id"].default,
        draft.columns["id"].nullable,
        draft.primary_key.columns,
    )


@pytest.mark.parametrize("path", ['"$user", app, public', "app", "'app'"])
def test_a_search_path_names_the_schema_of_what_follows(path):
    """The first that is not that of the user."""
    run = replayed(f"set local search_path to {path}; create table t (id int); set search_path = public")

    assert [("app", "t")] == list(run.state.tables)


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("database shop", [("", "a"), ("app", "b")]),
        ("role current_user", [("", "a"), ("app", "b")]),
        ("user all in database shop", [("", "a"), ("app", "b")]),
        ("role reader", [("", "a"), ("", "b")]),
    ],
)
def test_a_search_path_of_whoever_migrates_holds_from_the_next_file_on(holder, expected):
    """One of a role by name may be that of the application."""
    run = Replay()
    for text in (f"alter {holder} set search_path to app, public; create table a (id int)", "create table b (id int)"):
        run.file([SqlText("m.sql", text.encode())])

    assert (expected, []) == (list(run.state.tables), run.skipped)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("a", "app.a"), ("public.a", "a"), ("app.a", "app.a"), ("other.a", "other.a"), ("late", "app.late")],
)
def test_a_reference_without_a_schema_is_to_the_search_path(reference, expected):
    """As a column says it, as a constraint of the table does, and as one that is added."""
    run = replayed(
        "create table a (id int primary key); create schema app; set search_path to app",
        f"create table a (id int primary key); create table b (one int references {reference}, two int, three int, "
        f"foreign key (two) references {reference}); alter table b add foreign key (three) references {reference}",
    )

    assert [expected] * 3 == [key.target for key in run.state.tables["app", "b"].foreign_keys]


def test_code_that_cannot_be_followed_takes_certainty_from_the_tables_it_names():
    """A block that drops a constraint by a looked-up name may have dropped any."""
    block = """do $$ declare c text; begin
      select conname into c from pg_constraint where conrelid = 'a'::regclass;
      execute format('alter table a drop constraint %I', c);
    end $$"""
    run = replayed(f"create table a (id int unique); create table b (id int unique); {block}")
    tables = {draft.name[1]: draft.table(security_known=True) for draft in run.state.tables.values()}

    assert [(False, 0), (True, 1)] == [(tables[name].keys_known, len(tables[name].uniques)) for name in ("a", "b")]
    assert 1 == len(run.skipped)


@pytest.mark.parametrize(
    "statement",
    [
        "execute format('create or replace trigger stamp before update on %I for each row execute function f()', t);",
        "execute format('grant select on %I to reader', t.tablename);",
        "execute 'comment on table ' || t || ' is null';",
        "execute format('alter database %I set jit to %L', current_database(), 'off');",
        "execute format('create function %I() returns trigger language plpgsql as $b$ begin return new; end $b$', t);",
    ],
)
def test_what_a_block_does_that_is_no_change_of_tables_leaves_them_known(statement):
    """Whatever names are put in: triggers, rights, comments and settings."""
    block = ("do $$ begin for t in select tablename from pg_tables loop", statement, "end loop; end $$")
    run = replayed("create table a (id int unique)", " ".join(block))

    assert [] == run.skipped


def test_a_text_in_a_block_is_executed():
    """Also behind a condition."""
    run = replayed("do $$ begin if true then execute 'create view a as select ''its'' as b'; end if; end $$")

    assert ([("", "a")], []) == (list(run.state.tables), run.skipped)


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [("src/guard.ts", "guard", None), ("tests/guard.ts", "guard", False), ("m/2_b.ts", "up", False)],
)
def test_code_that_switches_row_level_security_leaves_it_unknown(evaluated_schema_of, path, name, expected):
    """It chooses the tables when it runs; what tests and migrations do is another matter."""
    guard = f"""
import {{ Kysely, sql }} from 'kysely'
export async function {name}(db: Kysely<any>, table: string) {{
  await sql`alter table ${{sql.table(table)}} enable row level security`.execute(db)
}}
"""
    schema = evaluated_schema_of({"db.ts": TYPES, "db/migrations/1_a.sql": "create table todo (id int)", path: guard})

    assert expected is schema.catalogs[0].table("todo").row_level_security


@pytest.mark.parametrize("end", ["", "\n", ";", ";\n  "])
def test_a_block_may_end_the_text(end):
    """With and without a line break behind it."""
    run = replayed(f"create table a (id int);\n  do $$\n begin alter table a add column b int; end\n $$ {end}")

    assert (["id", "b"], []) == (list(run.state.tables["", "a"].columns), run.skipped)


def test_an_index_of_a_dropped_table_leaves_its_name_free():
    """`if not exists` makes it again, on another table."""
    run = replayed(
        "create table a (id int); create index i on a (id); drop table a",
        "create table b (id int); create index if not exists i on b (id); create index if not exists i on b (id)",
    )

    assert [("b", ["i"])] == [
        (name[1], [one.name for one in draft.indexes]) for name, draft in run.state.tables.items()
    ]


def test_what_refers_to_a_table_follows_each_of_its_renames():
    """Of the table, of its column, of the key itself; and goes with the table."""
    run = replayed(
        "create table a (id int primary key); create table b (a_id int references a, self int)",
        "alter table a rename to c; alter table c rename column id to key; alter table c rename to d",
        "alter table b rename constraint b_a_id_fkey to first; alter table b rename constraint first to second",
        "alter table b add foreign key (self) references d (key)",
    )
    keys = [(key.name, key.target, key.target_columns) for key in run.state.tables["", "b"].foreign_keys]
    run.run(SqlText("m.sql", b"drop table d cascade"))

    assert ([("second", "d", ()), ("b_self_fkey", "d", ("key",))], []) == (
        keys,
        run.state.tables["", "b"].foreign_keys,
    )


def test_places_are_bytes_of_the_file():
    """Text before and in a name may be longer in bytes than in characters."""
    text = "-- été\ncreate table naïve (çä int, b int)"
    (draft,) = replayed(text).state.tables.values()
    places = [draft.origin, *(column.origin for column in draft.columns.values())]

    assert ["naïve", "çä", "b"] == [text.encode()[place.start : place.end].decode() for place in places]


def test_dumps_with_copied_rows_and_psql_commands_are_read():
    """Rows are data and backslash lines are for psql."""
    run = replayed(
        "\\restrict x\ncreate table a (id int);\nCOPY a (id) FROM stdin;\n1\t'\n\\.\ncreate table b (id int);"
    )

    assert (2, []) == (len(run.state.tables), run.skipped)


@pytest.mark.parametrize(
    "copied",
    [
        "COPY a (id) FROM stdin;\r\n1\t'\r\n\\.\r\n\\connect app\r\n",
        "copy a\n  (id)\nfrom stdin with (format csv);\n1,it's $$\n\\.\n",
        "\\connect app\nCOPY public.a FROM STDIN;\n\\.\n",
    ],
)
def test_rows_are_passed_over_however_they_are_copied(copied):
    """With the line ends of Windows, options, over several lines, and none at all."""
    run = replayed(f"create table a (id int);\n{copied}create table b (id int);")

    assert ([("", "a"), ("", "b")], []) == (list(run.state.tables), run.skipped)


def test_rows_to_the_end_of_the_file_are_rows():
    """Without the line that ends them."""
    run = replayed("create table a (id int);\nCOPY a FROM stdin;\n1\tcreate table b (id int);\n")

    assert ([("", "a")], []) == (list(run.state.tables), run.skipped)


@pytest.mark.parametrize("before", ["", "-- migrate:up\n", "-- +goose Up\n-- +goose StatementBegin\n"])
def test_a_file_may_begin_with_a_byte_order_mark(before):
    """What follows it is read, and stands where it stands in the file."""
    source = f"\ufeff{before}create table a (id int);".encode()
    run = Replay()
    for offset, part in applied_parts(source):
        run.run(SqlText("m.sql", part, offset))
    (draft,) = run.state.tables.values()

    assert b"a" == source[draft.origin.start : draft.origin.end]


def test_text_that_is_not_utf_8_is_said():
    """SQL in UTF-16 would otherwise be words that mean nothing."""
    run = Replay()
    run.run(SqlText("m.sql", "create table a (id int);".encode("utf-16")))

    assert ["the file is not in UTF-8"] == [skipped.reason for skipped in run.skipped]


def test_facts_of_sql_and_types_meet_across_spellings(schema_of):
    """Code's names, the database's types and keys."""
    schema = schema_of(
        {
            "db.ts": "interface Todo { id: number; ownerId: string }\n" + TYPES,
            "migrations/1_a.sql": "create table todo (id serial primary key, owner_id text not null)",
        }
    )
    column = schema.catalogs[0].table("todo").column("owner_id")

    assert ("ownerId", "owner_id", "text", False) == (column.name, column.stored, column.type, column.nullable)
    assert ("id",) == schema.catalogs[0].table("todo").primary_key.columns


@pytest.mark.parametrize(
    ("row", "sql", "expected"),
    [
        ("id: string", "id text not null", []),
        ("id: string | null", "id text not null", ["`todo.id` is not null, but may be null in the types"]),
        ("id: string", "id text", ["`todo.id` may be null in the database, but not in the types"]),
        ("id: string", "id text not null, extra int", ["the types do not list the column `todo.extra`"]),
        ("id: string; more: string", "id text not null", ["no SQL creates the column `todo.more` that the types list"]),
        ("id: z.infer<X>", "id text", []),
        ("data: Json", "data jsonb not null", []),
    ],
)
def test_contradictions_are_said(schema_of, row, sql, expected):
    """Where both sources are sure, and differ."""
    json = "type Json = JsonValue\ntype JsonValue = string | null\n"
    schema = schema_of(
        {
            "db.ts": f"{json}interface Todo {{ {row} }}\n{TYPES}",
            "migrations/1_a.sql": f"create table todo ({sql})",
        }
    )

    assert expected == [one.message for one in schema.catalogs[0].contradictions]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("todo: Todo; label: Todo; team: Todo", []),
        ("todo: Todo; label: Todo; team: Todo; 'audit.entry': Todo", ["the types do not list the table `change`"]),
    ],
)
def test_types_that_leave_a_schema_out_contradict_nothing_of_it(schema_of, listed, expected):
    """Who may not see a schema generates no types of it; one table that is listed shows that the rest is missing."""
    schema = schema_of(
        {
            "db.ts": f"interface Todo {{ id: string }}\ninterface DB {{ {listed} }}\nnew Kysely<DB>({{}})",
            "migrations/1_a.sql": "".join(
                f"create table {name} (id text not null);"
                for name in ("todo", "label", "team", "audit.entry", "audit.change")
            ),
        }
    )

    assert expected == [one.message for one in schema.catalogs[0].contradictions]


def test_a_heading_parts_the_way_back_from_what_is_applied(schema_of):
    """A runner that the project wrote itself splits there; a sentence with the word is none."""
    up = "-- go down to the rows first\ncreate table todo (id text not null);\n"
    schema = schema_of(
        {
            "db.ts": "interface Todo { id: string }\n" + TYPES,
            "migrations/1_a.sql": f"-- UP\n{up}-- ==== DOWN ====\ndrop table todo;\n",
        }
    )

    assert schema.catalogs[0].table("todo").created is not None


def test_sql_of_another_database_is_left_alone(schema_of):
    """Tables that the types do not know belong to something else."""
    schema = schema_of(
        {
            "db.ts": "interface Todo { id: string }\n" + TYPES,
            "warehouse/1_a.sql": "create table event (id int); create table click (id int)",
            "warehouse/2_b.sql": "create table page (id int)",
        }
    )

    assert ["todo"] == [table.name for table in schema.catalogs[0].tables.values()]


def test_types_that_cannot_be_found_get_their_tables_from_sql(schema_of):
    """A generated file that is not checked in leaves the migrations to say what there is."""
    schema = schema_of(
        {
            "db.ts": "import type { DB } from './generated'\nnew Kysely<DB>({})",
            "migrations/1_a.sql": "create table todo (id text primary key)",
        }
    )

    assert "todo" == schema.of("DB", "db.ts").table("todo").name
    assert () == schema.catalogs[0].contradictions


def test_a_schema_of_the_search_path_is_met_by_its_name(schema_of):
    """`create table t` makes `app.t` where the role's search path says so; tables of other schemas stay apart."""
    sql = """create table t (id text primary key); alter table app.t add column note text;
    create table other.t (id text primary key); alter table other.t add column kind text;
    create table users (id text primary key); alter table auth.users add column phone text;"""

    tables = schema_of({"migrations/1_a.sql": sql, "db.ts": ""}).catalogs[0].tables

    columns = {name: [column.name for column in table.columns] for name, table in tables.items()}
    assert {"t": ["id", "note"], "other.t": ["id", "kind"], "users": ["id"], "auth.users": ["phone"]} == columns


def test_unseen_types_imported_by_several_paths_are_one_database(schema_of):
    """A generated file that is not checked in: nothing but its name says that it is one."""
    schema = schema_of(
        {
            "apps/web/db.ts": "import type { DB } from '@acme/db/types'\nnew Kysely<DB>({})",
            "packages/db/a.ts": "import type { DB } from './types'\nlet a: Kysely<DB>",
            "packages/db/b/b.ts": "import type { DB } from '../types'\nlet b: Kysely<DB>",
            "packages/db/migrations/1_a.sql": "create table todo (id text primary key)",
        }
    )

    assert [["todo"]] == [list(catalog.tables) for catalog in schema.catalogs]
    assert {0} == set(schema.bindings.values())


def test_unseen_types_have_the_database_beside_them(schema_of):
    """Two databases, two types of one name that nobody can read."""
    schema = schema_of(
        {
            "shop/db.ts": "import type { DB } from './types'\nnew Kysely<DB>({})",
            "shop/migrations/1_a.sql": "create table cart (id text primary key)",
            "blog/db.ts": "import type { DB } from './generated'\nnew Kysely<DB>({})",
            "blog/migrations/1_a.sql": "create table post (id text primary key)",
            "tool.ts": "import type { DB } from './elsewhere'\nnew Kysely<DB>({})",
        }
    )
    found = {path: list(schema.of("DB", path).tables) for path in ("shop/db.ts", "blog/db.ts", "tool.ts")}

    assert {"shop/db.ts": ["cart"], "blog/db.ts": ["post"], "tool.ts": []} == found


def test_sql_is_for_the_database_whose_dialect_the_code_around_it_uses(schema_of):
    """Of two databases in one repository; words that only one database knows go before that."""
    schema = schema_of(
        {
            "server/db.ts": "interface A { a: { id: string } }\nnew Kysely<A>({ dialect: new PostgresDialect({}) })",
            "server/migrations/1_a.sql": "create table a (id text primary key)",
            "client/types.ts": "interface B { b: { id: string } }\nlet handle: Kysely<B>",
            "client/migrations/1_a.sql": "create table b (id text primary key)",
            "desktop/db.ts": "new Kysely<any>({ dialect: new SqliteDialect({}) })",
            "jobs/types.ts": "interface C { c: { id: string } }\nlet handle: Kysely<C>",
            "jobs/migrations/1_a.sql": "create table c (id text primary key) engine=InnoDB",
        }
    )

    assert {"A": "postgres", "B": "sqlite", "C": "mysql"} == {one.name: one.dialect for one in schema.catalogs}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"schema.hcl": 'table "todo" {\n}\n'}, ["schema.hcl"]),
        ({"atlas.hcl": 'env "local" {\n}\n'}, []),
        ({"schema.hcl": 'table "todo" {\n}\n', "migrations/1_a.sql": CREATE}, []),
    ],
)
def test_a_schema_in_hcl_is_said_where_nothing_else_describes_the_database(schema_of, files, expected):
    """Rules that need keys would otherwise be silent without a word."""
    schema = schema_of({"db.ts": "interface Todo { id: string }\n" + TYPES, **files})

    assert expected == [note.partition(":")[0] for note in schema.notes]
