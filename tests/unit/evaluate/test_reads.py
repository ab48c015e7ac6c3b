"""Which properties of a query's rows the code reads."""

import pytest

from .build import main, project

LIST = "db.selectFrom('todo').select(['id', 'title', 'status']).execute()"
ONE = "db.selectFrom('todo').select(['id', 'title', 'status']).executeTakeFirst()"


def reads(body):
    """What is read of the rows of the first query of a function."""
    query = main(project(f"async function f(given: string) {{ {body} }}")).queries[0]
    return query.run.reads


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"const todo = await {ONE}; if (!todo) return; use(todo.id, todo['title'])", ("id", "title")),
        (f"const todo = await {ONE}; return todo?.id ?? todo!.title", ("id", "title")),
        (f"return (await {ONE})?.title", ("title",)),
        (
            f"const {{ id, title: name, status = 'open' }} = (await {ONE})!; use(id, name, status)",
            ("id", "status", "title"),
        ),
        (f"const todo = await {ONE}; if (todo === undefined) return; const {{ id }} = todo; return id", ("id",)),
        (f"const todo = await {ONE}; return todo && todo.id", ("id",)),
        (f"const todo = await {ONE}; return (todo as unknown as Other).id", ("id",)),
        (f"const todos = await {LIST}; for (const todo of todos) use(todo.id)", ("id",)),
        (f"const todos = await {LIST}; for (const {{ id }} of todos) use(id)", ("id",)),
        (f"const todos = await {LIST}; return todos.length > 0 ? todos[0].id : todos[0]?.title", ("id", "title")),
        (f"const todos = (await {LIST}) ?? []; return todos.map((todo) => ({{ key: todo.id }}))", ("id",)),
        (f"return (await {LIST}).map(({{ id }}, at) => id + at)", ("id",)),
        (f"const [first] = await {LIST}; return first.id", ("id",)),
        (f"const [todos, n] = await Promise.all([{LIST}, other()]); todos.forEach((t) => use(t.id, n))", ("id",)),
        (f"{{ const todo = await {ONE}; use(todo.id) }} {{ const todo = other(); use(todo) }}", ("id",)),
        (f"const todo = await {ONE}; if (!todo) throw new Error('none')", ()),
    ],
)
def test_what_is_read(body, expected):
    """Of a row, of each row of a list, through names, patterns and callbacks."""
    assert expected == reads(body)


@pytest.mark.parametrize(
    "body",
    [
        f"return await {ONE}",
        f"return {ONE}",
        f"const todo = await {ONE}; use(todo)",
        f"const todo = await {ONE}; return {{ todo }}",
        f"const todo = await {ONE}; return {{ ...todo }}",
        f"const todo = await {ONE}; const other = todo ?? null; return other",
        f"const {{ id, ...rest }} = await {ONE}; use(id, rest)",
        f"const todo = await {ONE}; return todo[given]",
        f"const todo = await {ONE}; todo.title = 'other'; save()",
        f"const todo = await {ONE}; this.todo = todo; return todo.id",
        f"const todos = await {LIST}; return todos.map(shown)",
        f"const todos = await {LIST}; return todos.map((todo) => todo)",
        f"const todos = await {LIST}; return todos.filter((todo) => todo.id)",
        f"const todos = await {LIST}; return todos.map((todo, at, all) => all[at].id)",
        f"const [, second] = await {LIST}; return second.id",
        f"const all = await Promise.all([{LIST}, other()]); return all[0][0].id",
        f"const [todos] = await Promise.all([...others, {LIST}]); return todos[0].id",
        f"{LIST}.then((todos) => use(todos))",
        f"await {LIST}",
    ],
)
def test_rows_that_leave(body):
    """What others are given, they may read."""
    assert reads(body) is None


def test_at_the_top_level():
    """What a module holds, its importers may read."""
    query = main(project(f"export const todos = await {LIST}; console.log(todos.length)")).queries[0]

    assert query.run.reads is None
