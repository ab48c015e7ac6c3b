"""Which statements of a function can both run, and which of them belong together."""

import pytest

from kyselylint.analysis.together import hangs_on, may_follow, refills

from .build import main, project

ONE = "await db.updateTable('todo').set({ title }).where('id', '=', id).execute();"
TWO = "await db.updateTable('project').set({ name }).where('id', '=', id).execute();"


def pair(body):
    """The two queries of a function, in source order."""
    read = project(f"async function change(id: string, title: string, name: string) {{ {body} }}")
    first, second = sorted(main(read).queries, key=lambda query: query.root.start)
    return first, second


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{ONE} {TWO}", True),
        (f"if (title) {{ {ONE} }} {TWO}", True),
        (f"if (title) {{ {ONE} return }} {TWO}", False),
        (f"if (title) {{ {ONE} throw new Error('no') }} {TWO}", False),
        (f"if (title) {{ {ONE} {{ return }} }} {TWO}", False),
        (f"if (title) {ONE} else {TWO}", False),
        (f"if (title) {{ {ONE} }} else if (name) {{ {TWO} }}", False),
        (f"switch (title) {{ case 'a': {ONE} break; case 'b': {TWO} }}", False),
        (f"switch (title) {{ case 'a': {ONE} break; }} {TWO}", True),
        (f"try {{ {ONE} }} catch {{ {TWO} }}", False),
        (f"try {{ {ONE} }} finally {{ {TWO} }}", True),
        (f"for (const one of many) {{ if (one) {{ {ONE} continue }} {TWO} }}", False),
        (f"for (const one of many) {{ if (one) {{ {ONE} continue }} }} {TWO}", True),
        (f"await Promise.all(many.map(async () => {{ if (title) {{ {ONE} return }} }})); {TWO}", True),
        (f"app.post('/', async () => {{ {ONE} }}).patch('/', async () => {{ {TWO} }})", False),
        (f"app.post('/', async () => {{ {ONE} {TWO} }})", True),
    ],
)
def test_two_that_can_both_run(body, expected):
    """One after the other, unless a branch takes one of them, or the first one's way ends the function."""
    assert expected == may_follow(*pair(body))


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        ("{ name }", "{ project_id: made.id }", True),
        ("{ id: key, name }", "{ id: crypto.randomUUID(), project_id: key }", True),
        ("{ id: crypto.randomUUID(), name }", "{ id: crypto.randomUUID(), title }", False),
        ("{ id: crypto.randomUUID(), name }", "{ id: title, file_id: crypto.randomUUID() }", False),
        ("{ id: key, name }", "{ id: key, title }", False),
        ("{ id: 1, name }", "{ id: 1, title }", False),
    ],
)
def test_a_row_that_hangs_on_another(parent, child, expected):
    """By the id that the first insert returned, or was given."""
    first, second = pair(
        f"const key = crypto.randomUUID();"
        f"const made = await db.insertInto('project').values({parent}).returning('id').executeTakeFirstOrThrow();"
        f"await db.insertInto('todo').values({child}).execute()"
    )

    assert expected == hangs_on(second, first)


@pytest.mark.parametrize(
    ("where", "rows", "expected"),
    [
        ("'project_id', '=', id", "names.map((title) => ({ project_id: id, title }))", True),
        ("'project_id', '=', id", "[{ project_id: id, title }, { project_id: id, title: name }]", True),
        ("'project_id', '=', id", "{ project_id: id, title }", False),
        ("'created_at', '<', id", "names.map((title) => ({ project_id: id, title }))", False),
        ("'owner_id', '=', id", "names.map((title) => ({ project_id: id, title }))", False),
    ],
)
def test_a_list_that_is_written_anew(where, rows, expected):
    """What is inserted is of those that were deleted, and more than one row."""
    first, second = pair(
        f"await db.deleteFrom('todo').where({where}).execute(); await db.insertInto('todo').values({rows}).execute()"
    )

    assert expected == refills(second, first)
