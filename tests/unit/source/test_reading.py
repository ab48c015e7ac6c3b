from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kyselylint.source.discover import discover
from kyselylint.source.prefilter import may_use_kysely
from kyselylint.source.reading import SIZE_LIMIT

QUERY = b"await db.selectFrom('todo').select('id').execute()\n"


def sources_with(tmp_path, data, name="a.ts"):
    """A project with a good file and one that holds the given bytes."""
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.ts").write_bytes(QUERY)
    return discover((".",), tmp_path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x00\x01\x02" + QUERY, "is binary, not TypeScript"),
        (QUERY.decode().encode("utf-16"), "is UTF-16; kyselylint reads UTF-8"),
        (b"// caf\xe9\n" + QUERY, "is not UTF-8: byte 0xe9 in line 1"),
        (QUERY + b"\n" * SIZE_LIMIT, "is larger than 1,500,000 bytes and was not read"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path, data, said):
    """What is wrong with one file is said, and the others are read."""
    sources = sources_with(tmp_path, data)

    assert ("good.ts",) == sources.candidates
    assert [("a.ts", said)] == [(problem.path, problem.message) for problem in sources.problems]
    assert b"" == sources.read("a.ts")


@pytest.mark.parametrize("data", [b"// caf\xe9\n", b"\n" * (SIZE_LIMIT + 1), b"G" + b"\0" * 187 + b"G", b""])
def test_a_file_without_queries_may_be_anything(tmp_path, data):
    """Encoding and size matter only where a query may be; a video has the same file extension as TypeScript."""
    sources = sources_with(tmp_path, data)

    assert ("good.ts",) == sources.candidates
    assert () == sources.problems


def test_a_null_character_in_a_string_is_text(tmp_path):
    """Tests of file names and of input hold such strings; the queries behind it are read as well."""
    sources = sources_with(tmp_path, b"const name = 'a\0b'\n" + QUERY)

    assert (("a.ts", "good.ts"), ()) == (sources.candidates, sources.problems)


def test_a_forbidden_file_is_a_problem(tmp_path, monkeypatch):
    """A file that may not be read could hold anything. The refusal is made up: no file mode would stop root."""
    read_bytes = Path.read_bytes

    def refuse(path):
        if path.name == "a.ts":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    sources = sources_with(tmp_path, QUERY)

    assert ("good.ts",) == sources.candidates
    assert ["cannot be read: Permission denied"] == [problem.message for problem in sources.problems]


def test_a_directory_with_a_files_name_is_no_file(tmp_path):
    """`a.ts` may be a directory."""
    (tmp_path / "dir.ts").mkdir()

    assert ("a.ts", "good.ts") == sources_with(tmp_path, QUERY).candidates


def test_a_bundle_is_left_out_and_counted(tmp_path):
    """JavaScript in lines that no person wrote is counted as minified, however large."""
    (tmp_path / "large.js").write_bytes(QUERY * (SIZE_LIMIT // len(QUERY) + 1))
    sources = sources_with(tmp_path, QUERY.replace(b"\n", b";") * 50, "a.js")

    assert ("good.ts",) == sources.candidates
    assert {"minified": 2} == dict(sources.skipped)


def test_problems_of_files_that_nobody_asked_about_are_not_said(tmp_path):
    """Only what is reported can make a run incomplete."""
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "bad.ts").write_bytes(b"\0")
    (tmp_path / "good.ts").write_bytes(QUERY)
    sources = discover(("good.ts",), tmp_path)

    assert ("good.ts",) == sources.candidates
    assert () == sources.problems


@pytest.mark.parametrize(
    "code",
    [
        "db.selectFrom('t')",
        "insertInto<DB>",
        "eb.selectNoFrom(",
        "sql`select 1`",
        "sql<number>`1`",
        "sql.raw(x)",
        "db.transaction().execute(",
        "db\n .transaction()",
        "startTransaction()",
        "CompiledQuery.raw(",
        "q.executeTakeFirstOrThrow()",
        "await q.execute()",
        "import { sql as s } from 'kysely'",
        'import("kysely/helpers/postgres")',
        "new Kysely<DB>({})",
        "db.schema\n  .createTable('t')",
        "db.schema.alterTable('t')",
    ],
)
def test_kyselys_names_make_a_candidate(code):
    """Each of the names by which a file can show that it uses Kysely is enough by itself."""
    assert may_use_kysely(code.encode())


@pytest.mark.parametrize(
    "code", ["", "createTable('t')", "const schema = z.object({})", "query.where('a')", "array.from(x)", "sqlite"]
)
def test_other_code_is_no_candidate(code):
    """Words that other libraries use too are not enough."""
    assert not may_use_kysely(code.encode())
