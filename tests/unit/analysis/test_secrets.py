"""Which columns of a table hold a secret."""

import pytest

from kyselylint.analysis.secrets import secret_columns
from kyselylint.schema.catalog import Column, Table


@pytest.mark.parametrize(
    ("table", "columns", "expected"),
    [
        ("node", ("id", "hash"), ()),
        ("file", ("hash", "size"), ()),
        ("token", ("id", "hash"), ("hash",)),
        ("setting", ("hash", "salt"), ("hash", "salt")),
        ("user", ("password_hash", "password_changed_at"), ("password_hash",)),
    ],
)
def test_a_hash_by_itself_is_one_of_a_content(table, columns, expected):
    """Beside a salt, or in a table of tokens, it is one of a secret."""
    found = secret_columns(Table(table, columns=tuple(map(Column, columns))), (), ())

    assert expected == tuple(column.name for column in found)
