"""What is known of the function around a query: what it is given, and whether it uses that."""

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.statement import HandleKind

HEAD = "import { Kysely } from 'kysely'\nexport const db = new Kysely<DB>({ dialect })\n"


class File:
    """A project of one text."""

    candidates = files = ("main.ts",)

    def __init__(self, text):
        self.text = text.encode()

    def read(self, _path):
        """The bytes of the file."""
        return self.text


@pytest.fixture
def module():
    """Read one file."""

    def read(text):
        return read_project(File(HEAD + text)).modules[0]

    return read


GIVEN = {
    "names": ("(orgId: string, id: string)", "where('id', '=', id)", {"orgId": True, "id": False}),
    "an object taken apart": ("({ orgId, id }: Input)", "where('id', '=', id)", {"orgId": True, "id": False}),
    "another name for it": ("({ orgId: org, id }: Input)", "where('id', '=', id)", {"org": True, "id": False}),
    "a rest that leaves it out": ("({ orgId, ...rest }: Input)", "where('id', '=', rest.id)", {}),
    "an object": (
        "(input: { orgId: string; id: string })",
        "where('id', '=', input.id)",
        {"input": False, "orgId": True, "id": False},
    ),
    "an object that is handed on": (
        "(input: { orgId: string; id: string })",
        "where(matches(input))",
        {"input": False, "orgId": False, "id": False},
    ),
    "a column of that name": ("(orgId: string, id: string)", "where('orgId', '=', id)", {"orgId": True, "id": False}),
}


@pytest.mark.parametrize(("parameters", "condition", "expected"), GIVEN.values(), ids=GIVEN)
def test_what_a_function_is_given_and_whether_it_uses_that(module, parameters, condition, expected):
    """A name is used where it stands as a value; a column or a property of the same name is no use of it."""
    found = module(f"""
        export async function find{parameters} {{
          return db.selectFrom('todo').selectAll().{condition}.execute()
        }}""")

    assert expected == {one.name: one.idle for one in found.queries[0].given}


def test_what_a_function_takes_from_what_it_is_given(module):
    """A constant that is never mentioned again is given for nothing; the functions outside give as well."""
    found = module("""
        export async function remove(ctx: Context, id: string) {
          const { orgId, userId } = ctx
          await db.transaction().execute((trx) => trx.deleteFrom('todo').where('id', '=', id).execute())
          log(userId)
        }""")

    assert {"trx": False, "ctx": False, "id": False, "orgId": True} == {
        one.name: one.idle for one in found.queries[0].given
    }


def test_a_handle_that_is_given_or_another_one(module):
    """What is said of it holds for both, so it is called by what the code writes."""
    found = module("""
        export function rows(c: Context) {
          const trx = c.get('tenantTrx')
          return (trx ?? db).selectFrom('todo').selectAll().execute()
        }""")
    handle = found.queries[0].handle

    assert (HandleKind.EITHER, "trx ?? db") == (handle.kind, handle.text)


def test_a_handle_out_of_two_that_nobody_knows(module):
    """What one path calls it does not speak for the other."""
    found = module("""
        function handle(c: Context, fallback: Database) {
          const trx = c.get('tenantTrx')
          return trx ?? fallback
        }
        export async function rows(c: Context, store: Database) {
          return (handle(c, store) as any).selectFrom('todo').selectAll().execute()
        }""")

    assert "c.get('tenantTrx') | fallback" == found.queries[0].handle.text
