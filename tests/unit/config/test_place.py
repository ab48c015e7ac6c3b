from __future__ import annotations

import pytest

from kyselylint.config.place import place, string

TEXT = """\
# rules = 1
preset = "strict" # preset = "x"
select = [
  "writes", # "tenancy"
  "tenancy",
]
"fail-on" = 'never'

[rules . "writes/missing-where"]
severity = "error"

  [tenancy]
  columns = ["a"]
  a.b.c = 1

[[overrides]]
files = ["one"]

[[overrides]] # second
files = ["two"]
"""


@pytest.mark.parametrize(
    ("path", "line", "text"),
    [
        (("preset",), 2, "preset"),
        (("select",), 3, "select"),
        (("fail-on",), 7, '"fail-on"'),
        (("rules", "writes/missing-where"), 9, '"writes/missing-where"'),
        (("rules", "writes/missing-where", "severity"), 10, "severity"),
        (("tenancy", "columns"), 13, "columns"),
        (("tenancy", "a", "b", "c"), 14, "a.b.c"),
        (("overrides", 0, "files"), 17, "files"),
        (("overrides", 1), 19, "overrides"),
        (("overrides", 1, "files", 0), 20, "files"),
        (("tenancy", "unknown"), 12, "tenancy"),
        (("nowhere",), 1, "# rules = 1"),
    ],
)
def test_a_key_is_found_where_it_is_written(path, line, text):
    """Keys in tables, in quotes, dotted and in arrays of tables; else the nearest thing above."""
    found = place(TEXT, path)

    assert (line, text) == (TEXT.count("\n", 0, found.start) + 1, TEXT[found.start : found.end])


def test_a_string_is_found_in_the_value_of_its_key():
    """The first place after the key where the string stands in quotes."""
    found = string(TEXT, ("select",), "writes")

    assert (4, "writes") == (TEXT.count("\n", 0, found.start) + 1, TEXT[found.start : found.end])


@pytest.mark.parametrize("text", ["", "\n", "[", "[[a]", "= 1", '"', "a", "[a.b", "]]"])
def test_text_that_is_no_toml_has_places_too(text):
    """The reader of places is asked about files that are wrong."""
    found = place(text, ("a", 0, "b"))

    assert 0 <= found.start <= found.end <= len(text)
