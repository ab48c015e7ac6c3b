from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyselylint.finding import Span
from kyselylint.report.frame import Mark, frame
from kyselylint.report.lines import Lines
from kyselylint.report.style import Style, expanded, printable, width


@pytest.mark.parametrize(
    ("source", "offset", "place"),
    [
        ("abc", 0, (1, 1)),
        ("abc", 3, (1, 4)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("é日x", 5, (1, 3)),
        ("\ufeffabc", 3, (1, 1)),
        ("\ufeffabc", 0, (1, 1)),
        ("\ufeffa\nb", 5, (2, 1)),
        ("", 0, (1, 1)),
        ("a\n", 2, (2, 1)),
        ("a", 99, (1, 2)),
        ("\U0001d4b3y", 4, (1, 2)),
    ],
)
def test_lines_and_columns_count_from_one_in_code_points(source, offset, place):
    """As editors count: a byte order mark is nothing, a character outside the basic plane is one."""
    found = Lines(source.encode()).at(offset)

    assert place == (found.line, found.column)


@given(st.text(), st.integers(min_value=0, max_value=400))
def test_any_offset_of_any_text_has_a_place(text, offset):
    """Lines and columns exist for every byte, also in the middle of a character, and the line holds the column."""
    lines = Lines(text.encode())

    found = lines.at(offset)

    assert 1 <= found.line <= len(lines)
    assert found.column >= 1
    assert "\n" not in lines.text(found.line)


@given(st.text(), st.integers(0, 60), st.integers(0, 60))
def test_a_frame_can_be_drawn_around_anything(text, start, length):
    """Whatever the bytes and the places, the frame has no control character and every line fits a screen."""
    mark = Mark(Span("a", start, start + length), "here", primary=True, kind="error")

    drawn = list(frame(Lines(text.encode()), [mark], Style(color=False)))

    assert any("^" in line for line in drawn)
    assert all(line == printable(line) for line in drawn)
    assert all(width(line) < 240 for line in drawn)


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("\u200b", 0), ("👍", 2), ("", 0)]
)
def test_width_is_that_of_a_terminal(text, cells):
    """Wide characters take two cells, combining ones none."""
    assert cells == width(text)


def test_tabs_go_to_their_next_stop():
    """As terminals do, so that marks stand under what they mark."""
    assert "    a   b" == expanded("\ta\tb")


def test_what_a_terminal_would_obey_is_replaced():
    """Escape sequences and characters that turn the direction of a line, which can make code look like other code."""
    assert "\ufffd[31m\ufffd\ufffd" == printable("\x1b[31m\u202e\x07")
