"""Which files can have findings is told from their imports, before anything is parsed."""

from __future__ import annotations

import pytest

from kyselylint.project.concern import concerns_queries

FILES = {
    "tsconfig.json": '{"compilerOptions": {"paths": {"@db/*": ["./db/*"]}}}',
    "db/transaction.ts": "export const inTransaction = (run) => db.transaction().execute(run)",
    "db/index.ts": "export * from './transaction'",
    "db/named.ts": "import { inTransaction } from './transaction'\nexport { inTransaction }",
    "ui/format.ts": "export const cents = (n: number) => n / 100",
    "ui/page.ts": "import { inTransaction } from '../db/transaction'\nexport const save = () => inTransaction(send)",
}


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("ui/a.ts", "export const a = 1", False),
        ("ui/a.ts", "import { z } from 'zod'\nimport { cents } from './format'", False),
        ("ui/a.ts", "import { inTransaction } from '../db/transaction'", True),
        ("ui/a.ts", "import { inTransaction } from '../db'", True),
        ("ui/a.ts", "import { inTransaction } from '../db/named'", True),
        ("ui/a.ts", "import { inTransaction } from '@db/transaction'", True),
        ("ui/a.ts", "const { inTransaction } = require('../db/transaction')", True),
        ("ui/a.ts", "const db = await import('../db')", True),
        ("ui/a.ts", "import { save } from './page'", False),
        ("ui/a.ts", "import { something } from '~/unknown'", True),
        ("db/transaction.ts", FILES["db/transaction.ts"], True),
    ],
    ids=lambda value: str(value)[:60],
)
def test_concern(path, source, expected):
    """A file without queries is read only if it imports from one that has some, through barrels and aliases too."""
    files = {**FILES, path: source}

    found = concerns_queries([path], ["db/transaction.ts"], files, lambda name: files.get(name, "").encode())

    assert expected == found
