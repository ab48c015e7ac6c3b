"""What MySQL writes otherwise than PostgreSQL."""

import pytest

from kyselylint.schema.sql.replay import Replay
from kyselylint.schema.sql.words import SqlText


def replayed(*texts):
    """The run after the texts."""
    run = Replay()
    for text in texts:
        run.run(SqlText("m.sql", text.encode()))
    return run


def table(*texts):
    """The only table that the texts make."""
    run = replayed(*texts)
    assert [] == run.skipped
    (draft,) = run.state.tables.values()
    return draft.table(security_known=True)


@pytest.mark.parametrize(
    ("element", "indexes", "uniques"),
    [
        ("KEY `by_day` (`day`, `shop` DESC)", [("by_day", ("day", "shop"), "btree")], []),
        ("INDEX (day)", [("visit_day_idx", ("day",), "btree")], []),
        ("KEY by_note USING BTREE (note(10)) COMMENT 'x'", [("by_note", ("note",), "btree")], []),
        ("FULLTEXT KEY words (note)", [("words", ("note",), "fulltext")], []),
        ("KEY lowered ((lower(note)))", [("lowered", ("(lower(note))",), "btree")], []),
        ("UNIQUE KEY `one_a_day` (`shop`, `day`)", [], [("one_a_day", ("shop", "day"))]),
        ("UNIQUE INDEX (day)", [], [("visit_day_key", ("day",))]),
        ("CONSTRAINT once UNIQUE KEY (day)", [], [("once", ("day",))]),
    ],
)
def test_indexes_are_listed_among_the_columns(element, indexes, uniques):
    """With and without names, and the same in `alter table … add`."""
    columns = "`id` bigint, `shop` bigint, `day` date, `note` text"
    created = table(f"CREATE TABLE `visit` ({columns}, {element}) ENGINE=InnoDB")
    altered = table(f"CREATE TABLE `visit` ({columns}) ENGINE=InnoDB; ALTER TABLE `visit` ADD {element}")

    for one in (created, altered):
        assert ["id", "shop", "day", "note"] == [column.name for column in one.columns]
        assert indexes == [(index.name, index.parts, index.method) for index in one.indexes]
        assert uniques == [(key.name, key.columns) for key in one.uniques]


@pytest.mark.parametrize(
    "column",
    ["key text not null", "key varchar(20)", "index integer", "key character varying(20)", "key geometry(Point, 4326)"],
)
def test_a_column_may_be_called_key(column):
    """Where it is no reserved word."""
    assert [column.split()[0]] == [one.name for one in table(f"create table t ({column})").columns]


@pytest.mark.parametrize(
    ("action", "left"),
    [
        ("DROP PRIMARY KEY", ["one", "many", "owner"]),
        ("DROP INDEX many", ["t_pkey", "one", "owner"]),
        ("DROP KEY one", ["t_pkey", "many", "owner"]),
        ("DROP FOREIGN KEY owner", ["t_pkey", "one", "many"]),
        ("CHANGE COLUMN b c int NOT NULL", ["t_pkey", "one", "many", "owner"]),
    ],
)
def test_keys_are_dropped_by_their_kind(action, left):
    """A primary key has no name, and an index is dropped from its table."""
    keys = "PRIMARY KEY (a), UNIQUE KEY one (a), KEY many (b), CONSTRAINT owner FOREIGN KEY (b) REFERENCES u (a)"
    run = replayed(f"CREATE TABLE t (a int, b int, {keys}); ALTER TABLE t {action}")
    (draft,) = run.state.tables.values()

    assert sorted(left) == sorted(draft.names())


def test_changed_columns_are_renamed_with_their_keys():
    """`change column` renames and defines anew."""
    found = table("CREATE TABLE t (a int PRIMARY KEY, b int, KEY k (b)); ALTER TABLE t CHANGE b c bigint NOT NULL")

    assert [("a", "integer"), ("c", "bigint")] == [(column.name, column.type) for column in found.columns]
    assert ("c",) == found.indexes[0].columns


def test_prepared_statements_are_applied_as_if_their_guards_let_them_pass():
    """The only way in which MySQL adds a column if it is not there."""
    found = table(
        "CREATE TABLE t (a int);",
        "SET @text = IF(@there = 0, 'ALTER TABLE t ADD COLUMN b int, ADD INDEX k (b)', 'SELECT 1');",
        "PREPARE change_it FROM @text; EXECUTE change_it; DEALLOCATE PREPARE change_it",
    )

    assert (["a", "b"], ["k"]) == ([column.name for column in found.columns], [index.name for index in found.indexes])


def test_a_statement_that_is_built_as_text_is_said():
    """And what it names is not sure any more."""
    run = replayed("CREATE TABLE t (a int UNIQUE); SET @s = CONCAT('ALTER TABLE t ADD ', @x); PREPARE p FROM @s")
    (draft,) = run.state.tables.values()

    assert (["a statement is built as text"], True) == ([one.reason for one in run.skipped], draft.doubtful)


@pytest.mark.parametrize("action", ["modify column id varchar(12)", "change id code varchar(12)"])
def test_a_column_of_the_primary_key_stays_not_null(action):
    """MySQL keeps it so, whatever its new definition leaves out; other columns lose what is not said again."""
    changed = table(
        f"create table t (id varchar(16) primary key, a int not null); alter table t {action}, modify a int"
    )

    assert [False, True] == [column.nullable for column in changed.columns]
