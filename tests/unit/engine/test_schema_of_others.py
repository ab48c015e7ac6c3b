"""Migrations are judged where Kysely queries what they build."""

import pytest

from kyselylint.engine import run
from kyselylint.settings import Settings
from kyselylint.source.discover import discover

TABLES = {"migrations/1_a.sql": "create table note (id int, body text);"}
LISTENER = "export const listen = (pool: any) => pool.prepare('select 1').execute()\n"
MIGRATION = """
export async function up(db: any) {
  await db.schema.createTable('note').addColumn('body', 'text').execute()
}
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, []),
        ({"package.json": '{"dependencies": {"pg": "8"}}'}, []),
        ({"package.json": '{"dependencies": {"kysely": "0.29.9"}}'}, ["schema/missing-primary-key"]),
        ({"db.d.ts": "import type { Generated } from 'kysely'"}, ["schema/missing-primary-key"]),
        ({"list.ts": "export const list = (db: any) => db.selectFrom('note').selectAll().limit(9).execute()"},
         ["schema/missing-primary-key"]),
        ({"up/2_b.ts": MIGRATION}, ["schema/missing-primary-key"]),
    ],
)  # fmt: skip
def test_sql_of_programs_without_kysely_is_not_judged(tmp_path, files, expected):
    """A query, a type or a dependency of the project shows that it is ours; that it is not, is said."""
    for path, text in {**TABLES, "listen.ts": LISTENER, **files}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)

    outcome = run(discover((".",), tmp_path), lambda _path: Settings())

    found = {finding.rule for finding in outcome.findings if finding.rule == "schema/missing-primary-key"}
    assert (expected, not expected) == (sorted(found), any("no file uses Kysely" in note for note in outcome.notes))
