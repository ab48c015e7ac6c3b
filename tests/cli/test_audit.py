from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "projects"
TYPES = """\
import type { Kysely } from 'kysely'
export interface DB {
  organization: { id: string; name: string }
  project: { id: string; organization_id: string; name: string }
  todo: { id: string; organization_id: string; project_id: string; title: string }
  country: { code: string }
}
export declare const db: Kysely<DB>
"""


@pytest.fixture
def audit(shell):
    """What the audit says of a file of queries, which stands beside the database's types."""

    def audited(code: str, path: str = "src/todos.ts") -> list[dict]:
        shell.write("src/db.ts", TYPES)
        shell.write(path, f"import {{ db }} from './db'\nimport {{ sql }} from 'kysely'\n{code}\n")
        return json.loads(shell("queries", "--tenancy", "--format", "json").stdout)["occurrences"]

    return audited


def verdicts(occurrences):
    """Operation, table and verdict of each."""
    return [(one["operation"], one["table"], one["verdict"]) for one in occurrences]


QUERIES = {
    "db.selectFrom('todo').select('id').where('organization_id', '=', org).execute()": [("select", "todo", "scoped")],
    "db.selectFrom('country').select('code').execute()": [("select", "country", "shared")],
    "db.selectFrom('todo').select('id').execute()": [("select", "todo", "unscoped")],
    "db.updateTable('todo').set({ title: org }).where('id', '=', org).execute()": [("update", "todo", "unscoped")],
    "db.insertInto('todo').values({ id: org, title: org }).execute()": [("insert", "todo", "unscoped")],
    "db.insertInto('todo').values(make(org)).execute()": [("insert", "todo", "unknown")],
    "db.insertInto('organization').values({ id: org }).execute()": [("insert", "organization", "exempt")],
    "db.selectFrom('nowhere').selectAll().execute()": [("select", "nowhere", "unknown")],
    "db.with('mine', (q) => q.selectFrom('todo').select('id')).selectFrom('mine').selectAll().execute()": [
        ("select", "todo", "unscoped")
    ],
    "sql`select id from todo`.execute(db)": [("select", "todo", "unscoped")],
    "sql`select 1; select 2`.execute(db)": [("raw", None, "unknown")],
    "sql`set local app.tenant = '1'`.execute(db)": [],
    "db.deleteFrom('todo').where('id', 'in', (q) => q.selectFrom('project').select('id')).execute()": [
        ("delete", "todo", "unscoped"),
        ("select", "project", "unscoped"),
    ],
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.items())
def test_every_table_of_a_query_has_a_verdict(audit, query, expected):
    """Tables of tenants and of nobody, in sub-queries and in raw SQL; what cannot be read is unknown, not left out."""
    assert expected == verdicts(audit(f"export const run = (org: string) => {query}"))


def test_a_builder_that_is_sent_elsewhere_is_unknown(audit):
    """Whoever sends it may scope it; where that is seen, the query is judged as it is sent, once."""
    lone = "export const all = () => db.selectFrom('todo').select('id')\n"
    sent = "export const mine = (org: string) => all().where('organization_id', '=', org).execute()\n"

    assert [("select", "todo", "unknown")] == verdicts(audit(lone))
    assert [("select", "todo", "scoped")] == verdicts(audit(lone + sent))


def test_an_occurrence_says_why_where_and_which_rule_reports_it(audit):
    """What a reviewer needs to judge the verdict, and to find the place."""
    (one,) = audit(
        "export async function load(id: string) {\n"
        "  return db.selectFrom('todo as t').selectAll().where('t.id', '=', id).execute()\n}"
    )

    assert {"line": 4, "column": 24} == {key: one["start"][key] for key in ("line", "column")}
    assert ("src/todos.ts", "load", "t", "from", "main", "owned") == tuple(
        one[key] for key in ("path", "function", "alias", "role", "place", "belongs")
    )
    assert "nothing says which `organization_id`: it is read by `id` alone" == one["why"]
    (finding,) = one["findings"]
    assert ("tenancy/lookup-by-id", "error", "shown") == tuple(finding[key] for key in ("rule", "severity", "fate"))
    assert finding["help"].startswith("add .where('t.organization_id', '=', organizationId)")
    assert 'select * from "todo" as "t" where "t"."id" = $1' == one["query"]["sql"]


COMMENT = "// kyselylint-ignore tenancy/unscoped-query -- the nightly export\n"


def test_a_comment_exempts_with_its_reason(audit):
    """The verdict says who allows it, and what was found without the comment."""
    (one,) = audit(f"{COMMENT}export const run = () => db.selectFrom('todo').select('id').execute()")

    assert "exempt" == one["verdict"]
    assert one["why"].startswith("a comment ignores `tenancy/unscoped-query`: the nightly export; without it: ")
    assert "suppressed" == one["findings"][0]["fate"]


def test_an_override_exempts_with_its_reason(audit, shell):
    """As a comment does; a rule that is turned off without a reason in an override exempts nothing."""
    override = '[[overrides]]\nfiles = ["src/support.ts"]\ndisable = ["tenancy"]\nreason = "support staff"\n'
    shell.write("kyselylint.toml", override)
    query = "export const run = () => db.selectFrom('todo').select('id').execute()"
    (one,) = audit(query, "src/support.ts")
    shell.write("kyselylint.toml", 'ignore = ["tenancy"]\n')
    (other,) = audit(query, "src/support.ts")

    assert "exempt" == one["verdict"]
    assert one["why"].startswith("the configuration turns `tenancy/unscoped-query` off for this file: support staff")
    assert ("unscoped", "off") == (other["verdict"], other["findings"][0]["fate"])


RUN = "export const run = (db: any, org: string, id: string) => "
CATEGORIES = {
    "column": f"{RUN}db.selectFrom('todo').select('id').where('organization_id', '=', org).execute()",
    "by-id": f"{RUN}db.selectFrom('todo').select('id').where('id', '=', id).execute()",
    "nothing": f"{RUN}db.selectFrom('todo').select('id').where('title', '=', id).execute()",
    "comment": f"{COMMENT}{RUN}db.selectFrom('todo').select('id').where('title', '=', id).execute()",
    "handle": RUN.replace("db", "tenantDb") + "tenantDb.selectFrom('todo').select('id').where('id', '=', id).execute()",
    "unread": f"{RUN}db.selectFrom(id as any).selectAll().execute()",
}


@pytest.mark.parametrize(("category", "text"), CATEGORIES.items())
def test_a_reason_has_a_category_for_programs(audit, shell, category, text):
    """The same in JSON and CSV, however the sentence is put."""
    (one,) = audit(text)
    (row,) = csv.DictReader(io.StringIO(shell("queries", "--tenancy", "--format", "csv").stdout))

    assert (category, category) == (one["category"], row["category"])


def test_what_cannot_be_told_does_not_matter_in_a_test(audit):
    """Tests may look at every tenant."""
    (one,) = audit("export const run = () => db.selectFrom('nowhere').selectAll().execute()", "src/todos.test.ts")

    assert ("exempt", "the file is a test") == (one["verdict"], one["why"])


@pytest.mark.parametrize("project", ["express-shop", "nest-crm", "todo-saas", "link-cli"])
def test_the_audit_leaves_no_table_of_a_query_out(shell, project):
    """Every table that `kyselylint queries` shows in a query that is sent stands in the audit of the same project."""
    shutil.copytree(CORPUS / project, "project")
    queries = json.loads(shell("queries", "project", "--format", "json").stdout)["queries"]
    sent = [one for one in queries if one["terminal"] and one["operation"] != "schema"]
    made = {name for one in sent for name in re.findall(r'with (?:recursive )?"(\w+)"', one["sql"])}
    expected = {table["name"] for one in sent for table in one["tables"]} - made
    audited = json.loads(shell("queries", "project", "--tenancy", "--format", "json").stdout)["occurrences"]

    assert expected
    assert set() == expected - {one["table"] for one in audited}


@pytest.mark.parametrize("project", ["express-shop", "nest-crm", "todo-saas"])
def test_every_finding_about_a_query_stands_in_the_audit(shell, project):
    """What `kyselylint check` reports of tenants is there with the same fate."""
    shutil.copytree(CORPUS / project, "project")
    found = json.loads(shell("check", "project", "--format", "json").stdout)["findings"]
    expected = {
        (one["path"], one["rule"])
        for one in found
        if one["rule"].startswith("tenancy/") and one["path"].endswith(".ts")
    }
    audited = json.loads(shell("queries", "project", "--tenancy", "--format", "json").stdout)["occurrences"]
    shown = {(one["path"], said["rule"]) for one in audited for said in one["findings"] if said["fate"] == "shown"}

    assert expected == shown


def test_the_json_says_what_was_assumed(audit, shell):
    """The tenant columns, their tables and how many of the queries are scoped."""
    audit("export const run = () => db.selectFrom('todo').select('id').execute()")

    found = json.loads(shell("queries", "--tenancy", "--format", "json").stdout)

    (database,) = found["databases"]
    todo = next(table for table in database["tables"] if table["name"] == "todo")
    assert ("DB", ["organization_id"]) == (database["name"], database["columns"])
    assert ("owned", ["organization_id"], "it has `organization_id`", 0, 1) == tuple(
        todo[key] for key in ("belongs", "columns", "why", "scoped", "total")
    )
    assert {"queries": 1, "partial": 0, "occurrences": 1, "unscoped": 1, "unknown": 0, "exempt": 0, "scoped": 0} == {
        key: found["summary"][key] for key in found["summary"] if key != "shared"
    }
    assert found["notes"][0].startswith("tenants: 2 tables belong to one by `organization_id`")


def test_the_text_ends_with_a_matrix(audit, shell):
    """Two lines for each place and the rule that reports it; then tables by operation."""
    audit("export const run = () => db.selectFrom('todo').select('id').execute()")

    result = shell("queries", "--tenancy")

    assert [
        "src/todos.ts:3:40  unscoped  select todo",
        "    nothing says which `organization_id`",
        "    tenancy/unscoped-query (error)",
        "",
        "places that are scoped or exempt, of all:",
        "table  select",
        "todo      0/1",
    ] == result.stdout.splitlines()
    assert "1 query, 1 place with a table: 1 unscoped\n" == result.stderr.splitlines(keepends=True)[-1]


HOSTILE = ("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1)", "\\t=1", "＝1")  # noqa: RUF001


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_of_the_csv_is_a_formula(audit, shell, name):
    """A name from the source cannot make a spreadsheet run something."""
    audit(
        f"export const run = () => db.selectFrom({json.dumps(name)} as any).selectAll().execute()".replace(
            "\\\\t", "\\t"
        )
    )

    (row,) = csv.DictReader(io.StringIO(shell("queries", "--tenancy", "--format", "csv").stdout))

    assert "'" == row["table"][0]
    assert "select" == row["operation"]


def test_the_csv_has_a_line_for_each_place(audit, shell):
    """With the columns of the documentation, quoted where a comma or a quote asks for it."""
    audit(
        "export const run = (org: string) => db.selectFrom('todo').select(['id', 'title'])"
        ".where('organization_id', '=', org).execute()"
    )

    (row,) = csv.DictReader(io.StringIO(shell("queries", "--tenancy", "--format", "csv").stdout))

    assert ("src/todos.ts", "3", "51", "scoped", "`todo.organization_id` is `org`") == tuple(
        row[key] for key in ("path", "line", "column", "verdict", "why")
    )
    assert 'select "id", "title" from "todo" where "organization_id" = $1' == row["sql"]


def test_the_audit_of_nothing_is_empty(shell):
    """A project without queries is no failure."""
    shell.write("a.ts", "export const one = 1\n")

    assert (0, "") == ((result := shell("queries", "--tenancy")).exit_code, result.stdout)


@pytest.mark.parametrize("words", [("--format", "csv"), ("--tenancy", "--holes"), ("--tenancy", "--format", "xml")])
def test_formats_of_the_audit_are_refused_elsewhere(shell, words):
    """A mistake, with what was meant."""
    result = shell("queries", *words)

    assert 2 == result.exit_code
    assert "= help: " in result.stderr


def test_reports_go_to_files(audit, shell):
    """As those of check do; what goes to a file is not printed."""
    audit("export const run = () => db.selectFrom('todo').select('id').execute()")

    result = shell("queries", "--tenancy", "--format", "csv=out/audit.csv", "--format", "json=out/audit.json")

    assert "" == result.stdout
    assert (shell.directory / "out/audit.csv").read_text("utf-8").startswith("path,line,column")
    assert 1 == json.loads((shell.directory / "out/audit.json").read_text("utf-8"))["version"]
