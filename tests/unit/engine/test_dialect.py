"""Which database a run judges for."""

import pytest

from kyselylint.attempt import Attempts
from kyselylint.engine import opened
from kyselylint.settings import Settings
from kyselylint.source.discover import discover

MYSQL = "const db = new Kysely<DB>({ dialect: new MysqlDialect({ pool }) })\n"
SQLITE = "const db = new Kysely<DB>({ dialect: new BunSqliteDialect({ database }) })\n"


@pytest.mark.parametrize(
    ("files", "said", "expected"),
    [
        ({"db.ts": MYSQL}, "", "mysql"),
        ({"db.ts": MYSQL}, "mssql", "mssql"),
        ({"db.ts": MYSQL, "tests/db.test.ts": SQLITE}, "", "mysql"),
        ({"db.ts": MYSQL, "local.ts": SQLITE}, "", "postgres"),
        ({"db.ts": "const db = new Kysely<DB>({ dialect })\n"}, "", "postgres"),
    ],
    ids=["shown", "said", "another one in tests", "two", "none"],
)
def test_the_database_is_the_one_that_code_makes_a_dialect_of(tmp_path, files, said, expected):
    """Where the configuration says nothing, and the code of the application shows exactly one."""
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    court = opened(discover((".",), tmp_path), lambda _path: Settings(dialect=said), Attempts())

    assert expected == court.settings_for("db.ts").dialect
