"""The page of `kyselylint queries --tenancy --format html`, in a real browser."""

import json
from dataclasses import replace

import pytest

from kyselylint.attempt import Attempts
from kyselylint.audit import audit
from kyselylint.engine import opened
from kyselylint.outcome import Outcome
from kyselylint.report.audit import render
from kyselylint.report.document import Document
from kyselylint.settings import Settings
from kyselylint.source.discover import discover

from . import node

pytestmark = [pytest.mark.node, pytest.mark.skipif(node.may_skip_browser(), reason=node.NO_BROWSER)]

TYPES = """\
import type { Kysely } from 'kysely'
export interface DB {
  organization: { id: string }
  project: { id: string; organization_id: string; name: string }
  todo: { id: string; organization_id: string; project_id: string; title: string }
  country: { code: string }
}
export declare const db: Kysely<DB>
"""
CODE = """\
import { db } from './db'
export const list = (org: string) => db.selectFrom('todo').select('id').where('organization_id', '=', org).execute()
export const load = (id: string) => db.selectFrom('todo').select('title').where('id', '=', id).execute()
export const rename = (id: string) => db.updateTable('project').set({ name: id }).where('id', '=', id).execute()
export const codes = () => db.selectFrom('country').select('code').execute()
"""
HOSTILE = "</script><img src=x onerror=alert(1)>'\"&`${x}<!--\u2028"
PLACES = 8_000  # of some 5,000 queries
ARTICLES = ".list article"
TODO = "[data-table=todo]"


def page(folder, *, code=CODE, path="src/todos.ts", times=1):
    """The page of a project with the database's types and one file of queries, each of its places `times` over."""
    for name, text in (("src/db.ts", TYPES), (path, code), ("package.json", "{}")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    sources = discover((".",), folder)
    found = audit(opened(sources, lambda _: Settings(), Attempts(debug=True)))
    made = render("html", replace(found, entries=found.entries * times), Document(Outcome(), sources), "postgres")
    target = folder / "audit.html"
    target.write_text(made, "utf-8")
    return target


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_loads_nothing(tmp_path, scheme):
    """No violation of WCAG that a program can tell, contrast included; no request, no error, in both colour schemes."""
    steps = (
        ["open"],
        ["accessibility"],
        ["click", "summary"],
        ["accessibility"],
        ["style", "body", "color"],
        ["troubles"],
    )

    _, at_first, _, with_sql, color, troubles = node.browse(page(tmp_path), *steps, scheme=scheme)

    assert [] == at_first + with_sql + troubles
    assert {"light": "rgb(27, 31, 38)", "dark": "rgb(230, 233, 238)"}[scheme] == color


def test_the_list_shows_every_place_with_verdict_reason_and_sql(tmp_path):
    """The worst first; the reason, what to add and the rule beside it, and the SQL on demand."""
    steps = (["open"], ["texts", f"{ARTICLES} .verdict"], ["text", ARTICLES], ["click", "summary"], ["text", ".sql"])

    _, verdicts, first, _, sql = node.browse(page(tmp_path), *steps)

    assert ["unscoped", "unscoped", "scoped", "shared"] == verdicts
    for part in ("select todo", "src/todos.ts:3:51", "load", "it is read by id alone", "tenancy/lookup-by-id: error"):
        assert part in first
    assert 'select "title" from "todo" where "id" = $1' == sql


FILTERS = {
    "verdict": ((["click", ".tiles .unscoped"],), 2, "2 of 4 places"),
    "two verdicts": ((["click", ".tiles .unscoped"], ["click", ".tiles .scoped"]), 3, "3 of 4 places"),
    "a verdict and back": ((["click", ".tiles .shared"], ["click", ".tiles .shared"]), 4, "All 4 places"),
    "table": ((["select", "[name=table]", "todo"],), 2, "2 of 4 places"),
    "operation": ((["select", "[name=operation]", "update"],), 1, "1 of 4 places"),
    "reason": (
        (["select", "[name=reason]", "unscoped: nothing says which …: it is read by … alone"],),
        2,
        "2 of 4 places",
    ),
    "path": ((["fill", "[name=text]", "todos.ts:4"],), 1, "1 of 4 places"),
    "function": ((["fill", "[name=text]", "LOAD"],), 1, "1 of 4 places"),
    "nothing": ((["fill", "[name=text]", "no such text"],), 0, "0 of 4 places"),
    "a cell": ((["click", f"{TODO}[data-operation=select]"],), 2, "2 of 4 places"),
    "a table and a verdict": ((["click", f"th {TODO}"], ["click", ".tiles .scoped"]), 1, "1 of 4 places"),
    "all again": ((["click", ".tiles .scoped"], ["fill", "[name=text]", "x"], ["click", ".all"]), 4, "All 4 places"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The page of a small project, read by several tests."""
    return page(tmp_path_factory.mktemp("project"))


def test_filters(small):
    """By verdict, table, operation and text, alone and together, and back to all; how many are left is said."""
    steps = [
        step
        for taken, _, _ in FILTERS.values()
        for step in (["open", "#"], ["click", ".all"], *taken, ["count", ARTICLES], ["text", ".count"])
    ]

    results = iter(node.browse(small, *steps))
    found = {}
    for name, (taken, _, _) in FILTERS.items():
        *_, articles, said = (next(results) for _ in range(len(taken) + 4))
        found[name] = (articles, said)

    assert {name: (articles, said) for name, (_, articles, said) in FILTERS.items()} == found


def test_a_view_has_an_address(small):
    """The filters are in the address, and whoever opens it sees the same."""
    address = "#verdict=scoped&table=todo"
    steps = (
        ["open", address],
        ["count", ARTICLES],
        ["text", f"{ARTICLES} .verdict"],
        ["click", ".tiles .scoped"],
        ["hash"],
    )

    _, articles, verdict, _, hash_ = node.browse(small, *steps)

    assert (1, "scoped", "#table=todo") == (articles, verdict, hash_)


def test_the_keyboard_reaches_everything(small):
    """Skip link, verdicts, matrix and filters in that order; a chosen number leads to its places."""
    tab = ["press", "Tab"]
    steps = [
        ["open"],
        tab,
        ["focused"],
        tab,
        ["focused"],
        ["press", "Space"],
        ["count", ARTICLES],
        *[tab] * 6,
        ["focused"],
    ]
    steps += [["press", "Enter"], ["focused"], ["count", ARTICLES]]

    results = node.browse(small, *steps)

    assert "#places" in results[2]
    assert 'data-verdict="unscoped"' in results[4]
    assert 2 == results[6]
    assert 'data-table="project"' in results[13]
    assert "places-title" in results[15]
    assert 1 == results[16]


def test_tables_of_nobody_are_shown_on_demand(small):
    """They are many in some projects, and nothing is to be done about them."""
    country = ".nobody [data-operation=select]"
    steps = (
        ["open"],
        ["text", ".more-tables"],
        ["count", f"{country}:visible"],
        ["click", ".more-tables"],
        ["count", f"{country}:visible"],
    )

    _, said, before, _, after = node.browse(small, *steps)

    assert ("1 table belongs to no tenant", 0, 1) == (said, before, after)


def test_names_from_the_source_are_text(tmp_path):
    """Tables, paths, SQL and the project's name cannot become markup or script."""
    query = f"db.selectFrom({json.dumps(HOSTILE)} as any).selectAll().execute()"
    code = f"import {{ db }} from './db'\nexport const run = () => {query}\n"
    folder = tmp_path / "<img src=x onerror=alert(2)>"
    made = page(folder, code=code, path="src/<img src=x onerror=alert(3)>.ts")
    steps = (["open"], ["text", f"{ARTICLES} code"], ["text", f"{ARTICLES} .where"], ["text", "h1"], ["count", "img"])
    steps += (["click", ".matrix button"], ["count", ARTICLES], ["troubles"])

    _, table, path, title, images, _, articles, troubles = node.browse(made, *steps)

    assert HOSTILE.replace("\u2028", "") == table.replace("\u2028", "").replace("\ufffd", "")
    assert path.startswith("src/<img src=x onerror=alert(3)>.ts:2:")
    assert title.endswith("<img src=x onerror=alert(2)>")
    assert (0, 1, []) == (images, articles, troubles)


def test_a_large_project_is_drawn_in_portions(tmp_path):
    """Of thousands of places only a screenful or two stand in the document; a filter finds among all of them."""
    made = page(tmp_path, times=PLACES // 4)
    steps = (
        ["open"],
        ["count", ARTICLES],
        ["text", ".count"],
        ["click", ".further"],
        ["count", ARTICLES],
        ["text", ".further"],
    )
    steps += (["click", ".tiles .shared"], ["text", ".count"], ["count", ARTICLES])

    _, first, said, _, second, more, _, shared, third = node.browse(made, *steps)

    assert (150, "All 8,000 places") == (first, said)
    assert (300, "Show more (7,700 left)") == (second, more)
    assert ("2,000 of 8,000 places", 150) == (shared, third)
    assert made.stat().st_size < 1_500_000
