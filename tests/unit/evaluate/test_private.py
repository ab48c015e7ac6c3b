"""Which functions only their own file, or class, can call."""

import pytest

from kyselylint.project.exported import is_private
from kyselylint.project.modules import SourceModule
from kyselylint.syntax.tree import parse


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "function own() { return here }"),
        (True, "const own = () => here"),
        (True, "const builders = { like: (a) => here }"),
        (True, "export class Repo { private own() { return here } }"),
        (True, "export class Repo { #own() { return here } }"),
        (False, "export function given() { return here }"),
        (False, "const given = () => here\nexport { given as other }"),
        (False, "const given = () => here\nmodule.exports = { given }"),
        (False, "export default class Repo { given() { return here } }"),
        (False, "app.get('/', () => here)"),
        (False, "const list = call(() => here)"),
    ],
)
def test_a_place_is_private_where_nobody_outside_can_call_it(expected, text):
    """What is exported, public, or handed to another function may be called by anyone."""
    module = SourceModule("a.ts", parse("a.ts", text.encode()))
    node = module.tree.root.descendant_for_byte_range(text.index("here"), text.index("here") + 4)

    assert expected == is_private(module, node)
