"""In which preset what a rule finds in a schema is said."""

import pytest

from kyselylint.analysis.view import View
from kyselylint.checks.schema import foreign_key_without_index, missing_primary_key
from kyselylint.query.facts import Module, Project
from kyselylint.settings import Settings

PEOPLE = "create table person (id int primary key);"


def presets(check, schema):
    """The presets of a rule's findings, None for the rule's own."""
    return [found.preset and found.preset.name for found in check(View(Module(""), Project(), schema, Settings()))]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("owner_id", [None]),
        ("created_by", ["STRICT"]),
        ("createdby_id", ["STRICT"]),
        ("updatedById", ["STRICT"]),
        ("hobby_id", [None]),
    ],
)
def test_who_did_something_is_seldom_looked_up(schema_of, column, expected):
    """However the column is written."""
    sql = f'{PEOPLE} create table t (id int primary key, "{column}" int references person (id))'

    assert expected == presets(
        foreign_key_without_index.check_project, schema_of({"migrations/1_a.sql": sql, "a.ts": ""})
    )


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("person_history (id int, valid tstzrange)", ["STRICT"]),
        ("person_history (day date)", [None]),
        ("order_history (id int)", [None]),
        ("person_note (id int)", [None]),
    ],
)
def test_earlier_rows_of_another_table_need_no_key(schema_of, table, expected):
    """They are written by a trigger, and never changed."""
    sql = f"{PEOPLE} create table {table}"

    assert expected == presets(missing_primary_key.check_project, schema_of({"migrations/1_a.sql": sql, "a.ts": ""}))
