"""What becomes of a promise that is not awaited where it is made."""

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.statement import Fate

from .test_schema_statements import OneFile

HEAD = """import { Kysely } from 'kysely'
const db = new Kysely<DB>({ dialect })
async function f(id: string, ids: string[], show: (value: unknown) => unknown) {
%s
}
"""
QUERY = "db.selectFrom('t').select('a').where('id', '=', id)"
FIRST, ALL = f"{QUERY}.executeTakeFirst()", f"{QUERY}.execute()"


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        (Fate.TAKEN, f"const row = {FIRST}; if (!row) return null; return show(row)"),
        (Fate.TAKEN, f"const row = {FIRST}; return {{ row, a: row.a }}"),
        (Fate.TAKEN, f"const {{ a }} = {FIRST}; return a"),
        (Fate.TAKEN, f"const rows = {ALL}; for (const row of rows) show(row)"),
        (Fate.TAKEN, f"const rows = id ? {ALL} : []; return rows.map(show)"),
        (Fate.TAKEN, f"if (id) {{ const rows = {ALL}; return rows.length }} const rows = ids; return rows"),
        (Fate.TAKEN, f"for (const row of {ALL}) show(row)"),
        (Fate.TAKEN, f"if ({FIRST}) return null"),
        (Fate.UNUSED, f"const done = {ALL}; return id"),
        (Fate.FLOATING, f"Promise.all([{ALL}, {FIRST}])"),
        (Fate.COLLECTED, f"await Promise.all([{ALL}, {FIRST}])"),
        (Fate.STORED, f"const row = {FIRST}; return show(row)"),
        (Fate.STORED, f"const row = {FIRST}; const [found] = await Promise.all([row]); return found"),
        (Fate.STORED, f"const later = {FIRST}; const row = await later; return row?.a"),
        (Fate.STORED, f"let rows = {ALL}; rows = await rows; return rows.length"),
        (Fate.STORED, f"const row = {FIRST}; ids.map((row) => row.length); return row"),
        (Fate.STORED, f"const row = {FIRST}; for (const row of ids) if (!row) return; return row"),
        (Fate.STORED, f"const row = {FIRST}; return row.pipe(show)"),
        (Fate.STORED, f"const _later = {ALL}; return id"),
        (Fate.AWAITED, f"const rows = id ? await {ALL} : []; return rows.map(show)"),
        (Fate.ITERATED, f"for await (const row of {ALL.replace('execute', 'stream')}) show(row)"),
    ],
)
def test_a_promise_is_waited_for_or_taken_for_its_rows(expected, code):
    """Only what no promise has tells: a column, a length, whether it is there. Who waits later may do anything."""
    (module,) = read_project(OneFile(HEAD % code)).modules
    fates = {query.run.fate for query in module.queries if query.run is not None}

    assert {expected} == fates


@pytest.mark.parametrize(
    ("expected", "code"),
    [(Fate.UNUSED, f"const query = {QUERY}"), (Fate.STORED, f"const query = {QUERY}; return query")],
)
def test_a_query_that_nothing_reads_is_never_sent(expected, code):
    """What is built and kept under a name is sent by whoever reads the name."""
    (module,) = read_project(OneFile(HEAD % code)).modules

    assert {expected} == {query.fate for query in module.queries}
