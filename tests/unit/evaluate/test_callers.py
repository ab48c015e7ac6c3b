import pytest

from kyselylint.analysis.loops import around_calls

from .build import project

TOUCH = "{ await db.updateTable('todo').set({ a: 1 }).where('id', '=', id).execute() }\n"


def bound(found):
    """What names are bound to at the calls of the only function that is called, as dotted paths."""
    ((_, callers),) = found.callers.items()
    return [{".".join(path): ".".join(value.path) for path, value in one.bound} for one in callers]


def test_parameters_are_bound_at_each_call():
    """By their names in the function that is called."""
    found = project(
        f"async function touch(id: string) {TOUCH}async function f(a, b) {{ await touch(a); await touch(b.id) }}"
    )

    assert bound(found) == [{"id": "a"}, {"id": "b.id"}]


def test_members_of_an_object_are_bound():
    """Where the parameter is taken apart, and where it is not."""
    call = "async function f(todo) { await touch({ id: todo.id }) }"
    apart = project(f"async function touch({{ id }}: {{ id: string }}) {TOUCH}{call}")
    whole = project(f"async function touch(input: {{ id: string }}) {TOUCH.replace(', id)', ', input.id)')}{call}")

    assert (bound(apart), bound(whole)) == ([{"id": "todo.id"}], [{"input.id": "todo.id"}])


def test_a_query_knows_whose_names_its_values_have():
    """That of the function it was read in, which is the one that callers are listed of."""
    found = project(f"async function touch(id: string) {TOUCH}async function f(a) {{ await touch(a) }}")
    (query,) = found.modules[0].queries

    assert [query.entry] == list(found.callers)


CLOSED = {
    f"async function touch(id: string) {TOUCH}async function f(a) {{ await touch(a) }}": True,
    f"async function touch(id: string) {TOUCH}async function f(a) {{ await touch(a); all.map(touch) }}": False,
    f"class A {{ private async touch(id: string) {TOUCH} async f(a) {{ await this.touch(a) }} }}": True,
    f"class A {{ private async touch(id: string) {TOUCH} async f(a) {{ await this.touch(a); this.touch }} }}": False,
    f"class A {{ @On('x')\n private async touch(id: string) {TOUCH} async f(a) {{ await this.touch(a) }} }}": False,
}


@pytest.mark.parametrize(("text", "expected"), CLOSED.items())
def test_functions_that_nothing_else_can_call(text, expected):
    """All mentions are calls that were seen, and no framework calls it."""
    assert bool(project(text).closed) is expected


EXPORTED = f"export async function touch(id: string) {TOUCH}"
CALLER = (
    "import { db, touch } from './main'\nasync function f() { const a = await db.selectFrom('a').executeTakeFirst(); "
)
OTHERS = {
    CALLER + "await touch(a) }": True,
    CALLER + "await touch(a); other.touch(1) }": True,
    CALLER + "await touch(a); later(touch) }": False,
    "import { touch } from './main'\nexport const go = () => touch(1)": False,
    "import { touch as t } from './main'\nexport const go = () => t(1)": False,
}


@pytest.mark.parametrize(("other", "expected"), OTHERS.items())
def test_an_exported_function_is_looked_for_in_every_file(other, expected):
    """Files without a word of Kysely are not read, but they may call it."""
    assert bool(project(EXPORTED, other=other).closed) is expected


def test_rows_are_those_of_the_call_that_fetched_them():
    """Two calls of one function return two rows."""
    found = project("""
async function find(id: string) { return db.selectFrom('todo').selectAll().where('id', '=', id).executeTakeFirst() }
async function f(a, b) {
  const one = await find(a)
  const two = await find(b)
  await db.deleteFrom('todo').where('id', '=', one.id).where('parent_id', '=', two.id).execute()
}
""")
    deleted = next(query for query in found.modules[0].queries if query.operation == "delete")
    first, second = (clause.predicate.right.value.row for clause in deleted.where)

    assert first.query == second.query
    assert first.via != second.via


def test_what_a_function_makes_sure_of_holds_after_it_was_called():
    """Its names are those of the function, by way of the call."""
    found = project("""
async function own(id: string) {
  const row = await db.selectFrom('todo').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Error()
}
async function f(a) {
  await own(a)
  await db.deleteFrom('comment').where('todo_id', '=', a).execute()
}
""")
    deleted = next(query for query in found.modules[0].queries if query.operation == "delete")
    ((entry, _),) = found.callers.items()

    assert [(one.entry, len(one.via)) for one in deleted.assumptions if one.kind == "row-exists"] == [(entry, 1)]


FIELDS = {
    "assigned": "table; constructor(given) { this.table = given }",
    "parameter": "constructor(protected readonly table: string) {}",
}


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_what_a_class_gives_the_constructor_of_its_parent(field):
    """`super('todo')`: the parent's field is that wherever the class uses it, and in what it inherits."""
    found = project(
        f"class Base {{ {field}\n all() {{ return db.selectFrom(this.table).execute() }}\n"
        " start() { return db.selectFrom(this.table) } }\n"
        "export class Todos extends Base { constructor() { super('todo') }\n"
        " ids() { return this.start().select('id').execute() }\n"
        " none() { return db.deleteFrom(this.table).execute() } }\n"
    )
    tables = {query.function: [source.table for source, _ in query.tables()] for query in found.modules[0].queries}

    assert tables == {"Base.all": ["todo"], "Base.start": ["todo"], "Todos.none": ["todo"]}


LOOPS = {
    "for (const id of ids) await touch(id)": ["for-of"],
    "ids.forEach(async (id) => { await touch(id) })": ["for-each"],
    "for (const id of ids) touch(id)": [None],
    "await touch(ids[0])": [None],
}


@pytest.mark.parametrize(("code", "kinds"), LOOPS.items(), ids=LOOPS)
def test_the_loop_around_a_call_is_known(code, kinds):
    """Where each turn waits for it, so that what the function asks is asked once per element."""
    found = project(f"async function touch(id: string) {TOUCH}async function f(ids: string[]) {{ {code} }}")
    ((_, callers),) = found.callers.items()

    assert [one.loop.kind if one.loop else None for one in callers] == kinds


LOAD = "async function load(id: string) { return db.selectFrom('todo').where('id', '=', id).executeTakeFirst() }\n"
CALLS = {
    "for (const id of ids) await load(id)": True,
    "for (const id of ids) found.push(await load(id))": True,
    "await Promise.all(ids.map((id) => load(id)))": False,
    "for (const id of ['a', 'b']) await load(id)": False,
    "for (const page of pages) await load(page.id)": False,
    "await load(ids[0])": False,
}


@pytest.mark.parametrize(("code", "expected"), CALLS.items(), ids=CALLS)
def test_a_function_that_a_loop_calls_asks_once_per_element(code, expected):
    """One call after the other, over a list of which nobody knows the length."""
    found = project(f"{LOAD}async function f(ids: string[], pages: string[], found: unknown[]) {{ {code} }}")
    (query,) = found.modules[0].queries

    assert expected == any(around_calls(query, found))


def test_a_loop_over_databases_asks_each_of_them():
    """What the function runs on is what differs from turn to turn."""
    found = project(
        "async function load(own) { return own.selectFrom('todo').selectAll().execute() }\n"
        "async function f(shops: { own: unknown }[]) { for (const shop of shops) await load(shop.own) }"
    )

    assert [()] == [tuple(around_calls(query, found)) for query in found.modules[0].queries]
