"""What is suggested for a schema, done by PostgreSQL: it does what the finding says, and its way back undoes it."""

import json
import shutil
import subprocess

import pytest

from kyselylint.config.configuration import CommandLine, Configuration
from kyselylint.engine import run
from kyselylint.source.discover import discover

from . import node

ROWS = "insert into todo select n, n % 500, 'slug-' || n, now() from generate_series(1, 8000) n;"
TODO = (
    "create table todo (id bigint primary key, owner_id bigint not null, slug text not null, deleted_at timestamptz);"
)
DUPLICATE = "refused: 23505"
AGAIN = "insert into todo values (9000, 1, 'slug-7', null)"
TWICE = "insert into todo values (9000, 1, 'new', null), (9001, 1, 'new', null)"
REDUNDANT, SOFT = "schema/redundant-index", "schema/unique-ignores-soft-delete"

CASES = {
    "an index that is the first part of another": (
        REDUNDANT,
        "create index short on todo (owner_id); create index long on todo (owner_id, slug);",
        {"select id from todo where owner_id = 7": ("long", "long")},
    ),
    "the second of two equal indexes": (
        REDUNDANT,
        "create index one on todo (slug desc); create index two on todo (slug desc);",
        {"select id from todo where slug = 'slug-7'": ("two", "one")},
    ),
    "an index over the columns of a key": (
        REDUNDANT,
        "create index plain on todo (slug); alter table todo add constraint once unique (slug);",
        {"select id from todo where slug = 'slug-7'": ("once", "once")},
    ),
    "a table of the search path": (
        REDUNDANT,
        'create index "Short" on todo (owner_id); create index long on todo (owner_id, slug);',
        {"select id from todo where owner_id = 7": ("long", "long")},
    ),
    "a unique constraint": (
        SOFT,
        "alter table todo add constraint todo_slug_key unique (slug);",
        {AGAIN: (DUPLICATE, "accepted"), TWICE: (DUPLICATE, DUPLICATE)},
    ),
    "a unique index": (
        SOFT,
        "create unique index todo_slug_idx on todo (slug);",
        {AGAIN: (DUPLICATE, "accepted"), TWICE: (DUPLICATE, DUPLICATE)},
    ),
    "a unique key of the column itself": (
        SOFT,
        "alter table todo alter column slug set data type varchar(40), add unique (owner_id, slug);",
        {"insert into todo values (9000, 7, 'slug-7', null)": (DUPLICATE, "accepted")},
    ),
}


def suggested(rule, sql, folder):
    """The statements of the only finding: those that go forth, and those that go back."""
    (folder / "migrations").mkdir()
    (folder / "migrations/1_todo.sql").write_text(sql)
    (folder / "db.ts").write_text("import { Kysely } from 'kysely'\nexport const db = new Kysely<any>({})\n")
    sources = discover((".",), folder)
    settings = Configuration(sources, CommandLine(no_config=True, select=(rule,), preset="audit"))
    (finding,) = run(sources, settings.of).findings
    lines = finding.help.splitlines()[1:]
    back = "-- back: "
    return [line for line in lines if line and not line.startswith("--")], [
        line.removeprefix(back) for line in lines if line.startswith(back)
    ]


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """What PostgreSQL answers in each case before and after the change; one process for all."""
    node.install()
    given = []
    for name, (rule, sql, probes) in CASES.items():
        path = "create schema app; set search_path to app, public; " if "search path" in name else ""
        up, down = suggested(rule, f"{path}{TODO} {sql}", tmp_path_factory.mktemp("app"))
        given.append({"before": f"{path}{TODO} {ROWS} {sql}", "probes": [*probes], "up": up, "down": down})
    command = [shutil.which("node") or "node", str(node.HERE / "changes.mjs")]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("name", CASES)
def test_postgres_answers_as_the_finding_says(name, changed):
    """The query has an index as before; deleted rows no longer hold a value, and rows that are there still do."""
    probes = CASES[name][2]

    assert [list(pair) for pair in probes.values()] == [
        list(pair) for pair in zip(changed[name]["before"], changed[name]["after"], strict=True)
    ]


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("name", CASES)
def test_the_way_back_leaves_what_was_there(name, changed):
    """Every index and constraint is defined as before."""
    assert changed[name]["restored"]
