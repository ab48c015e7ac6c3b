"""Tables from Prisma schema files."""

import pytest

DATABASE = "import type { DB } from './generated'\nnew Kysely<DB>({})\n"
SCHEMA = """
datasource db {
  provider = "postgresql"
}

enum Role {
  ADMIN
  USER @map("user")
}

/// A person, {braces} and all.
model User {
  id        String   @id @default(uuid())
  email     String   @unique // the login
  role      Role     @default(USER)
  score     Decimal  @db.Decimal(10, 2)
  tags      String[]
  seenAt    DateTime? @map("seen_at") @db.Timestamptz(6)
  createdAt DateTime @default(now()) @map("created_at")
  teamId    Int      @map("team_id")
  team      Team     @relation(fields: [teamId], references: [id], onDelete: Cascade)
  groups    Group[]
  parentId  String?
  parent    User?    @relation("tree", fields: [parentId], references: [id])
  children  User[]   @relation("tree")

  @@unique([teamId, email])
  @@index([createdAt(sort: Desc), role], map: "user_created")
  @@map("app_user")
}

model Team {
  id    Int    @id @default(autoincrement())
  users User[]
}

model Group {
  id    String @id
  users User[]
}
"""


@pytest.fixture
def tables(schema_of):
    """The tables that the schema describes."""
    schema = schema_of({"db.ts": DATABASE, "prisma/schema.prisma": SCHEMA})
    return {table.name: table for table in schema.catalogs[0].tables.values()}


def test_models_are_tables_with_the_types_of_the_database(tables):
    """Maps, native types, lists, and defaults that the database has; those of the client are none."""
    assert [
        ("id", "text", False, False),
        ("email", "text", False, False),
        ("role", "Role", False, True),
        ("score", "numeric(10,2)", False, False),
        ("tags", "text[]", None, False),
        ("seen_at", "timestamp(6) with time zone", True, False),
        ("created_at", "timestamp(3) without time zone", False, True),
        ("team_id", "integer", False, False),
        ("parentId", "text", True, False),
    ] == [(column.name, column.type, column.nullable, column.has_default) for column in tables["app_user"].columns]


def test_keys_relations_and_indexes_are_read(tables):
    """With the names and actions that Prisma gives them."""
    user = tables["app_user"]

    assert [("email",), ("team_id", "email")] == [key.columns for key in user.unique_keys()]
    assert [
        (("team_id",), "Team", ("id",), "cascade", "app_user_team_id_fkey"),
        (("parentId",), "app_user", ("id",), "set null", "app_user_parentId_fkey"),
    ] == [(key.columns, key.target, key.target_columns, key.on_delete, key.name) for key in user.foreign_keys]
    assert [("created_at", "role")] == [index.columns for index in user.indexes if not index.unique]


def test_what_is_unique_is_an_index(tables):
    """Prisma makes no constraint, so that none can be dropped."""
    assert ((), ["app_user_email_key", "app_user_team_id_email_key"]) == (
        tables["app_user"].uniques,
        [index.name for index in tables["app_user"].indexes if index.unique],
    )


def test_relations_of_many_to_many_have_a_table(tables):
    """`_GroupToUser`, ends in the order of the models' names; a tree is none."""
    assert {"app_user", "Team", "Group", "_GroupToUser"} == tables.keys()
    assert ["Group", "app_user"] == [key.target for key in tables["_GroupToUser"].foreign_keys]


def test_migrations_go_before_the_schema_file(schema_of):
    """What was applied decides; the file adds the tables that no migration makes."""
    schema = schema_of(
        {
            "db.ts": DATABASE,
            "prisma/schema.prisma": SCHEMA,
            "prisma/migrations/1_start/migration.sql": 'create table "Team" (id serial primary key, name text)',
        }
    )
    catalog = schema.catalogs[0]

    assert ["id", "name"] == [column.name for column in catalog.table("Team").columns]
    assert catalog.table("app_user").keys_known
