from __future__ import annotations

import pytest

from kyselylint.finding import Confidence, Edit, Finding, Fix, Label, Preset, Problem, Severity, Span
from kyselylint.outcome import Counts, Outcome
from kyselylint.report.document import Document
from kyselylint.source.discover import discover

# A finding in the first line and one in the tenth, in a file with a byte order mark, wide characters, tabs and CRLF.
SOURCE = (
    "\ufeffawait db.deleteFrom('session').execute()\r\n"
    + "\r\n" * 8
    + "\tconst 名 = '日本', q = db.selectFrom('todo').selectAll('todo')\r\n"
    + "\t\t.leftJoin('user', 'user.id', 'todo.user_id')\r\n"
    + "\r\n" * 6
    + "\t\t.execute()\r\n"
)
OTHER = "export const limit = undefined\n"


def span(text: str, path: str = "src/a.ts", source: str = SOURCE) -> Span:
    """The place of a piece of the source."""
    start = source.encode().index(text.encode())
    return Span(path, start, start + len(text.encode()))


LAST = Span("src/a.ts", len(SOURCE.encode()) - len("execute()\r\n"), len(SOURCE.encode()) - len("()\r\n"))
DELETE = Finding(
    span=span("deleteFrom"),
    rule="writes/missing-where",
    message="deletes every row of `session`",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    preset=Preset.RECOMMENDED,
    related=(Label(span("execute"), "and runs with no .where()"),),
    help="add .where(...),\nor say why every row must go",
    sql='delete from "session"',
    function="purge",
    fingerprint="kl1:0123456789abcdef",
)
STAR = Finding(
    span=span("selectAll"),
    rule="selection/select-all",
    message="fetches every column of `todo`",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    preset=Preset.STRICT,
    related=(Label(span("leftJoin"), "and joins"), Label(LAST, "later"), Label(Span("src/b.ts", 13, 18), "no limit")),
    sql='select "todo".* from "todo"',
    fingerprint="kl1:fedcba9876543210",
    fix=Fix("name the columns", (Edit(span("selectAll"), "select(['id'])"),), safe=False),
)


@pytest.fixture
def document(tmp_path, monkeypatch):
    """A run that found something, took something away, and could not read a file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.ts").write_bytes(SOURCE.encode())
    (tmp_path / "src/b.ts").write_bytes(OTHER.encode())
    outcome = Outcome(
        findings=(DELETE, STAR),
        suppressed=(),
        hidden={Preset.AUDIT: 2},
        failing=1,
        problems=(Problem("is binary, not TypeScript", path="src/c d.ts"),),
        notes=("tenants are told apart by `organization_id`",),
        counts=Counts(files=3, kysely_files=1, queries=2, partial=1, quiet=3, rules=16),
        skipped={"minified": 1},
        seconds=0.25,
    )
    return Document(outcome, discover((".",), tmp_path))
