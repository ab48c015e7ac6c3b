"""Where the code turns Kysely's type checking off."""

import pytest

from kyselylint.evaluate.untyped import untyped
from kyselylint.project.modules import Modules


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("function f(db: Kysely<any>) {}", [("Kysely", False)]),
        ("const db = new Kysely<any>({ dialect })", [("Kysely", False)]),
        ("function f(trx: Transaction< any >) {}", [("Transaction", False)]),
        ("const n = sql<any>`count(*)`", [("sql", False)]),
        ("const n = sql<any[]>`array_agg(id)`", [("sql", False)]),
        ("(this.db as any).selectFrom('todo')", [("this.db", True)]),
        ("(db as any)\n  .transaction().execute(f)", [("db", True)]),
        ("function f(db: Kysely<unknown>) {}", []),
        ("const n = sql<number>`count(*)`", []),
        ("const n = (row as any).title", []),
        ("// a Kysely<any>, sql<any>`x`\nconst text = 'Kysely<any>'", []),
    ],
)
def test_names_whose_type_is_any(code, expected):
    """Handles, raw expressions and casts; not what comments and texts say of them."""
    module = Modules(frozenset({"main.ts"}), {"main.ts": code.encode()}.get).load("main.ts")

    assert expected == [(one.name, one.cast) for one in untyped(module)]
