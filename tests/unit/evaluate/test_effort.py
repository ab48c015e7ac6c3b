"""Code that makes much of little is read in little time: what is given up is a hole, or shown as open."""

from time import process_time

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.sql import render

from .test_schema_statements import OneFile

CODE = """import {{ sql, type Kysely }} from 'kysely'
{types}
export async function run(db: Kysely<DB>, x: any) {{
{code}
}}
"""
TWENTY = 25
LONG = 300_000  # characters of SQL, more than anything below may give


def queries(code, types=""):
    """The queries of a function with a handle `db`."""
    file = OneFile(CODE.format(code=code, types=types))
    return [query for module in read_project(file).modules for query in module.queries]


@pytest.mark.parametrize(
    ("start", "doubled", "end"),
    [
        ("let a = [1]", "a = [...a, ...a]", "await db.deleteFrom('t').where('x', 'in', a).execute()"),
        ("let a = [1]", "a = a.concat(a)", "await db.deleteFrom('t').where('x', 'in', a).execute()"),
        ("let a = 'ab'", "a = a + a", "await sql.raw(a).execute(db)"),
        ("let a = 'ab'", "a = `${a}${a}`", "await sql.raw(a).execute(db)"),
        ("let a: any = sql`x`", "a = sql`${a} ${a}`", "await a.execute(db)"),
        ("let a: any = sql`x`", "a = sql.join([a, a])", "await sql`${a}`.execute(db)"),
        ("let a: any = db.selectFrom('t').select('x')", "a = a.union(a)", "await a.execute()"),
        (
            "let a: any = db.selectFrom('t').select('x')",
            "a = db.selectFrom('t').select('x').where('x', 'in', a).where('y', 'in', a)",
            "await a.execute()",
        ),
        (
            "await db.selectFrom('t').selectAll().where((eb) => { let a: any = eb('x', '=', 1)",
            "a = eb.or([a, a])",
            "return a }).execute()",
        ),
        (
            "await db.selectFrom('t').selectAll().where((eb) => { let a: any = eb('x', '=', 1)",
            "a = eb(a, '=', a)",
            "return a }).execute()",
        ),
    ],
)
def test_what_is_doubled_again_and_again_stays_short(start, doubled, end):
    """Twenty-five lines make thirty million elements, characters or conditions."""
    found = queries("\n".join([start, *[doubled] * TWENTY, end]))

    assert found
    assert LONG > sum(len(render(query)) for query in found)


@pytest.mark.parametrize(
    "types",
    [
        "type A = B; type B = A | C; type C = A & B",
        "type A = { db: Kysely<DB> } | Promise<A>",
        "interface A extends B {} interface B extends A {}",
    ],
)
def test_a_type_that_is_made_of_itself_ends(types):
    """Its members are not looked for without end."""
    found = queries("const a: A = x; await a.db.selectFrom('t').select('x').execute()", types)

    assert ['select "x" from "t"'] == [render(query) for query in found]


def test_a_field_that_is_made_of_itself_ends():
    """`this.find` is read while it is being read; so is a field of another instance."""
    types = """class Repo {
      find = this.find.bind(this)
      next = new Repo().next
      read() { return this.find(this.next).selectFrom('t').select('x').execute() }
    }"""
    found = queries("await new Repo().read()", types)

    assert ['select "x" from "t"'] == [render(query) for query in found]


def test_a_thousand_rows_are_as_long_as_their_names():
    """Each row of a list in the code is looked at once."""
    rows = ", ".join(f"{{ id: {index}, name: 'n{index}' }}" for index in range(1000))
    (query,) = queries(f"await db.insertInto('t').values([{rows}]).execute()")

    assert 1000 == len(query.rows.rows)


def test_a_chain_costs_as_much_as_it_is_long():
    """Eight times the links cost about eight times as much, not sixty-four: no link asks for all that is around it."""
    short, long = (min(_seconds(links) for _ in range(3)) for links in (500, 4000))

    assert 20 * short > long


def _seconds(links):
    """The processor's time for a query with so many conditions."""
    started = process_time()
    (query,) = queries("await db.selectFrom('t').selectAll()" + ".where('y', '=', 1)" * links + ".execute()")
    assert links == len(query.where)
    return process_time() - started
