from dataclasses import replace

import pytest

from kyselylint.analysis.tenancy.known import known
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Aliased, Binary, Choice, Function, Inline, Raw, RawText, Subquery
from kyselylint.query.statement import AssumptionKind, Bound, Operation, Rows
from kyselylint.query.value import Value
from kyselylint.settings import TenancySettings

from .build import (
    HERE,
    SAAS,
    all_of,
    among,
    any_of,
    cte,
    delete,
    eq,
    exists,
    join,
    no,
    operand,
    perhaps,
    project,
    row,
    select,
    sure,
    table,
    union,
    unreadable,
    update,
    use,
    value,
    when,
)

ORG = eq("t.organization_id", ":organizationId")


def verdicts(query, *earlier):
    """What is said of each tenant table: table, kind, gap."""
    here = known(project(*earlier, query))
    tenancy = here.tenancy(SAAS, TenancySettings())
    return [
        (verdict.source.table, verdict.kind.value, verdict.gap and verdict.gap.value)
        for verdict in here.verdicts(query, tenancy)
    ]


def scoped(*tables):
    """The verdicts where each of these tables is scoped."""
    return [(name, "scoped", None) for name in tables]


ONE_TABLE = {
    "equality": (ORG,),
    "the value first": (eq("t.title", ":x"), ORG),
    "unqualified column": (eq("organization_id", ":organizationId"),),
    "in a list": (among("t.organization_id", ":a", ":b"),),
    "null-safe": (eq("t.organization_id", ":organizationId", "is not distinct from"),),
    "or what is never true": (any_of(ORG, Binary(Inline(1), "=", Inline(0))),),
    "is, of a value": (eq("t.organization_id", ":organizationId", "is"),),
    "inside and": (all_of(eq("t.title", ":x"), ORG),),
    "in every arm of or": (any_of(all_of(ORG, eq("t.title", ":x")), all_of(ORG, eq("t.status", ":y"))),),
    "in every arm, another value each": (any_of(ORG, eq("t.organization_id", ":other")),),
    "or null": (any_of(ORG, eq("t.organization_id", None, "is")),),
    "one of two filters, each with it": (Choice((ORG, all_of(ORG, eq("t.status", ":s")))),),
    "in a sub-query on the tenant": (
        among("t.organization_id", select("member", eq("user_id", ":userId"), select=("organization_id",))),
    ),
    "in a sub-query on a scoped parent": (
        among("t.project_id", select("project", eq("organization_id", ":organizationId"))),
    ),
}


@pytest.mark.parametrize("where", ONE_TABLE.values(), ids=ONE_TABLE)
def test_scoped_by_its_own_conditions(where):
    """A condition that holds for every row and fixes the tenant column scopes the table."""
    assert verdicts(select("todo as t", *where))[:1] == scoped("todo")


UNSCOPED = {
    "nothing": ((), "nothing"),
    "another column": ((eq("t.title", ":x"),), "nothing"),
    "its key": ((eq("t.id", ":id"),), "by-id"),
    "a parent's key": ((eq("t.project_id", ":id"),), "by-id"),
    "keys in a list": ((among("t.id", ":a", ":b"),), "by-id"),
    "a parent's key and more": ((eq("t.project_id", ":id"), eq("t.title", ":x")), "nothing"),
    "one arm of or": ((any_of(ORG, eq("t.assignee_id", ":userId")),), "alternative"),
    "not": ((no(ORG),), "alternative"),
    "unequal": ((eq("t.organization_id", ":organizationId", "!="),), "alternative"),
    "sometimes": ((when(ORG),), "conditional"),
    "a term that may be missing": ((all_of(eq("t.status", ":s"), perhaps(ORG)),), "conditional"),
    "an object filter whose value may be undefined": (
        (all_of(perhaps(eq("t.organization_id", value("x.id", optional=True)))),),
        "undefined",
    ),
    "one arm of a choice": ((Choice((ORG, eq("t.id", ":id"))),), "conditional"),
    "itself": ((eq("t.organization_id", "t.organization_id"),), "nothing"),
    "greater": ((eq("t.organization_id", ":organizationId", ">="),), "nothing"),
    "not in a sub-query": (
        (eq("t.project_id", select("project as p", eq("p.organization_id", ":organizationId")), "not in"),),
        "alternative",
    ),
}


@pytest.mark.parametrize(("where", "gap"), UNSCOPED.values(), ids=UNSCOPED)
def test_not_scoped(where, gap):
    """What does not hold for every row is no scope, and the verdict says what is the matter."""
    assert verdicts(select("todo as t", *where))[0] == ("todo", "unscoped", gap)


def test_an_unreadable_condition_makes_the_verdict_unknown():
    """What cannot be read may be the scope."""
    assert verdicts(select("todo as t", eq("t.id", ":id"), unreadable())) == [("todo", "unknown", None)]


def test_an_unreadable_arm_does_not_hide_a_readable_one():
    """An `or` is as weak as its weakest arm, whatever the other one is."""
    query = select("todo as t", any_of(eq("t.id", ":id"), unreadable()))

    assert verdicts(query) == [("todo", "unscoped", "nothing")]


def test_a_condition_added_out_of_sight_makes_the_verdict_unknown():
    """A filter of unknown certainty may be the scope."""
    assert verdicts(select("todo as t", when(ORG, Certainty.UNKNOWN))) == [("todo", "unknown", None)]


JOINED = {
    "by the foreign key": eq("c.todo_id", "t.id"),
    "by the tenant column": eq("c.organization_id", "t.organization_id"),
    "with its own filter": eq("c.organization_id", ":organizationId"),
}


@pytest.mark.parametrize("kind", ["inner", "left"])
@pytest.mark.parametrize("on", JOINED.values(), ids=JOINED)
def test_a_joined_table_tied_to_a_scoped_one(on, kind):
    """Rows that belong to a scoped row are scoped."""
    assert verdicts(select("todo as t", join(kind, "comment as c", on), ORG)) == scoped("todo", "comment")


def test_a_scoped_join_scopes_what_it_is_tied_to():
    """Foreign keys are followed in either direction."""
    query = select("todo as t", join("inner", "comment as c", eq("c.todo_id", "t.id")), eq("c.organization_id", ":o"))

    assert verdicts(query) == scoped("todo", "comment")


def test_a_join_on_something_else_does_not_tie():
    """Two rows of one person may belong to two tenants."""
    query = select("todo as t", join("inner", "comment as c", eq("c.author_id", "t.assignee_id")), ORG)

    assert verdicts(query) == [("todo", "scoped", None), ("comment", "unscoped", "join")]


def test_a_filter_in_the_on_of_a_left_join_leaves_the_left_side_alone():
    """The rows before a left join stay, whatever its ON says."""
    query = select("todo as t", join("left", "comment as c", eq("c.todo_id", "t.id"), ORG))

    assert [verdict[1] for verdict in verdicts(query)] == ["unscoped", "scoped"]


def test_a_filter_on_the_right_side_makes_a_left_join_an_inner_one():
    """A comparison in where rejects the rows that the left join added."""
    query = select("todo as t", join("left", "comment as c", eq("c.todo_id", "t.id")), eq("c.organization_id", ":o"))

    assert verdicts(query) == scoped("todo", "comment")


def test_a_right_join_keeps_its_own_table():
    """The ON of a right join does not restrict the table that it adds."""
    query = select("todo as t", join("right", "comment as c", eq("c.todo_id", "t.id"), eq("c.organization_id", ":o")))

    assert [verdict[1] for verdict in verdicts(query)] == ["scoped", "unscoped"]


def test_a_join_after_a_list_is_one_of_the_last_table_alone():
    """In `from a, b right join c` the tables before the comma are always there, and say nothing of the join."""
    query = select("user as u", join("right", "todo as t", ORG), eq("u.email", ":email"))
    query = replace(query, sources=(*query.sources, table("project as p")))

    assert ("todo", "unscoped", "nothing") in verdicts(query)


def test_a_full_join_scopes_nothing():
    """Both sides of a full join keep all of their rows."""
    query = select("todo as t", join("full", "comment as c", eq("c.todo_id", "t.id"), ORG))

    assert [verdict[1] for verdict in verdicts(query)] == ["unscoped", "unscoped"]


def test_no_row_found_is_read_from_all_rows():
    """An anti-join depends on the rows that it does not return."""
    query = select(
        "project as p",
        join("left", "todo as t", eq("t.assignee_id", "p.owner_id")),
        eq("p.organization_id", ":o"),
        eq("t.organization_id", None, "is"),
    )

    assert verdicts(query) == [("project", "scoped", None), ("todo", "unscoped", "join")]


def test_null_is_distinct_from_a_value():
    """`is distinct from` keeps the rows that an outer join added, so the join stays an outer one."""
    query = select(
        "todo as t",
        join("right", "comment as c", eq("c.todo_id", "t.id"), eq("c.organization_id", ":o")),
        eq("t.organization_id", ":o", "is distinct from"),
    )

    assert [verdict[1] for verdict in verdicts(query)] == ["scoped", "unscoped"]


def test_through_a_child_without_a_tenant_column():
    """`todo_label` belongs to a todo, and the label to it."""
    query = select(
        "todo_label",
        join("inner", "label", eq("label.id", "todo_label.label_id")),
        join("inner", "todo", eq("todo.id", "todo_label.todo_id")),
        eq("todo.organization_id", ":organizationId"),
    )

    assert verdicts(query) == scoped("todo_label", "label", "todo")


def test_a_correlated_sub_query():
    """A sub-query on the children of a scoped row is scoped."""
    inner = select("comment as c", eq("c.todo_id", "t.id"))
    query = select("todo as t", ORG, select=("id", Aliased(Subquery(inner), "comments")))

    assert verdicts(query) == scoped("todo", "comment")


def test_a_sub_query_without_correlation():
    """A sub-query by itself needs a scope of its own."""
    inner = select("comment as c", eq("c.author_id", ":userId"))
    query = select("todo as t", ORG, exists(inner))

    assert verdicts(query) == [("todo", "scoped", None), ("comment", "unscoped", "by-id")]


def test_exists_on_a_scoped_parent():
    """A row whose parent exists in the tenant is the tenant's."""
    inner = select("project as p", eq("p.id", "t.project_id"), eq("p.organization_id", ":organizationId"))

    assert verdicts(select("todo as t", exists(inner))) == scoped("todo", "project")


def test_not_exists_proves_nothing():
    """A row without a parent in the tenant may be anyone's."""
    inner = select("project as p", eq("p.id", "t.project_id"), eq("p.organization_id", ":organizationId"))

    assert verdicts(select("todo as t", no(exists(inner))))[0] == ("todo", "unscoped", "alternative")


def test_each_arm_of_a_union_by_itself():
    """The second arm of a union needs its own scope."""
    query = union(select("todo as t", ORG), select("todo as t", eq("t.status", ":s")))

    assert verdicts(query) == [("todo", "scoped", None), ("todo", "unscoped", "nothing")]


def test_membership_of_the_caller_is_a_scope():
    """The tenants of a person are found by the person, and tie what is joined to them."""
    query = select(
        "todo as t",
        join("inner", "member as m", eq("m.organization_id", "t.organization_id")),
        eq("m.user_id", ":userId"),
    )

    assert verdicts(query) == [("todo", "scoped", None), ("member", "exempt", None)]


def test_a_token_is_no_id():
    """Who has the token may read the invitation."""
    assert verdicts(select("invitation as i", eq("i.token", ":token"))) == [("invitation", "exempt", None)]


def test_a_common_table_expression_scoped_where_it_is_used():
    """A condition on the result of a plain select is one on its rows."""
    inner = select("todo as t", select=("id", "organization_id", "title"))
    query = select(use("x"), eq("x.organization_id", ":organizationId"), ctes=(cte("x", inner),))

    assert verdicts(query) == scoped("todo")


def test_a_limit_inside_keeps_the_outer_condition_out():
    """With a limit, the rows are chosen before the outer condition is applied."""
    inner = select("todo as t", select=("id", "organization_id"), limit=Bound(operand(":n")))
    query = select(table(inner, "x"), eq("x.organization_id", ":organizationId"))

    assert verdicts(query) == [("todo", "unscoped", "nothing")]


def test_every_use_of_a_common_table_expression_counts():
    """One unscoped use is enough to read all rows."""
    inner = select("todo as t", select=("id", "organization_id"))
    query = union(
        select(use("x"), eq("x.organization_id", ":organizationId"), ctes=(cte("x", inner),)),
        select(use("x"), eq("x.id", ":id")),
    )

    assert verdicts(query) == [("todo", "unscoped", "nothing")]


def test_a_table_joined_to_a_scoped_common_table_expression():
    """The columns of an expression stand for those of the rows they came from."""
    inner = select("project as p", eq("p.organization_id", ":organizationId"), select=("p.id as pid",))
    query = select("todo as t", join("inner", use("x"), eq("x.pid", "t.project_id")), ctes=(cte("x", inner),))

    assert verdicts(query) == scoped("todo", "project")


def test_a_tree_that_starts_in_the_tenant_stays_in_it():
    """What hangs on a row of the tenant is the tenant's, at every depth."""
    base = select("todo as t", ORG, select=("t.id", "t.parent_id"))
    step = select("todo as c", join("inner", use("tree"), eq("tree.id", "c.parent_id")), select=("c.id", "c.parent_id"))
    query = select(use("tree"), ctes=(cte("tree", union(base, step), recursive=True),))

    assert verdicts(query) == scoped("todo", "todo")


def test_a_tree_that_starts_anywhere():
    """A tree that starts at an id is reported once, where it starts."""
    base = select("todo as t", eq("t.id", ":id"), select=("t.id", "t.parent_id"))
    step = select("todo as c", join("inner", use("tree"), eq("tree.id", "c.parent_id")), select=("c.id", "c.parent_id"))
    query = select(use("tree"), ctes=(cte("tree", union(base, step), recursive=True),))

    assert verdicts(query) == [("todo", "unscoped", "by-id"), ("todo", "unscoped", "follows")]


LOOKUP = select(
    "todo", eq("organization_id", ":organizationId"), eq("id", ":id"), select=("id", "organization_id"), id="q1"
)


def test_the_same_row_was_found_with_the_tenant():
    """An earlier lookup whose absence throws has checked the id."""
    query = delete("todo as t", eq("t.id", ":id"), assumptions=(sure(kind=AssumptionKind.ROW_EXISTS, query="q1"),))

    assert verdicts(query, LOOKUP) == scoped("todo")


def test_an_earlier_lookup_that_may_have_found_nothing():
    """Without the throw, the id is as good as any."""
    assert verdicts(delete("todo as t", eq("t.id", ":id")), LOOKUP) == [("todo", "unscoped", "by-id")]


def test_an_id_out_of_a_scoped_query():
    """Ids that a scoped query returned are the tenant's."""
    query = delete("todo as t", among("t.id", row(LOOKUP, "id", many=True)))

    assert verdicts(query, LOOKUP) == scoped("todo")


def test_the_children_of_a_row_that_was_checked():
    """The parent was found with the tenant, so its comments are the tenant's."""
    query = select("comment as c", eq("c.todo_id", row(LOOKUP, "id")))

    assert verdicts(query, LOOKUP) == scoped("comment")


def test_a_role_looked_up_in_the_tenant_does_not_scope_another_table():
    """One guard is not another: the membership of the caller says nothing about a todo's id."""
    role = select("member", eq("organization_id", ":organizationId"), eq("user_id", ":userId"), id="q2")
    query = delete("todo as t", eq("t.id", ":id"), assumptions=(sure(kind=AssumptionKind.ROW_EXISTS, query="q2"),))

    assert verdicts(query, role) == [("todo", "unscoped", "by-id")]


def test_the_tenant_of_a_loaded_row_was_compared():
    """`if (row.organization_id !== organizationId) throw` checks the row's id."""
    load = select("todo", eq("id", ":id"), select=("id", "organization_id"), id="q3")
    check = sure(kind=AssumptionKind.EQUAL, left=row(load, "organization_id"), right=value("organizationId"))

    assert verdicts(update("todo as t", eq("t.id", ":id"), assumptions=(check,)), load) == scoped("todo")


def test_tables_of_persons_and_lists_for_everybody_are_not_judged():
    """Users, sessions and countries have no tenant."""
    query = select("user", join("left", "session", eq("session.user_id", "user.id")), join("left", "country"))

    assert verdicts(query) == []


def raw(*parts, **facts):
    """A `sql` template: text, and what is spliced in."""
    return Raw(tuple(operand(part) if isinstance(part, Value) else part for part in parts), span=HERE, **facts)


RAW = {
    "a comparison": (raw("t.organization_id = ", value("organizationId")), "scoped"),
    "with a cast": (raw("organization_id = ", value("organizationId"), "::uuid"), "scoped"),
    "any of a list": (raw("t.organization_id = any(", value("ids"), "::uuid[])"), "scoped"),
    "a setting of the session": (raw("t.organization_id = current_setting('app.org')::uuid"), "scoped"),
    "a sub-query": (
        raw("exists (select 1 from project p where p.id = t.project_id and p.organization_id = ", value("o"), ")"),
        "scoped",
    ),
    "or": (raw("(t.organization_id = ", value("o"), " or t.status = 'open')"), "unscoped"),
    "something else": (raw("t.created_at > now() - interval '1 day'"), "unscoped"),
    "a text search": (raw("t.search @@ plainto_tsquery(", value("q"), ")"), "unscoped"),
    "what an array holds, and more": (raw("t.tags @> ", value("tags"), " and t.status in ('open')"), "unscoped"),
    "a range, and more": (raw("t.rank between 1 and 3 and t.status = 'open'"), "unscoped"),
    "a quoted value": (raw("t.organization_id = ", RawText(None, value("o"), "sql.lit")), "scoped"),
    "another quoted value": (raw("t.tags @> ", RawText(None, value("tags"), "sql.lit"), "::jsonb"), "unscoped"),
    "spliced text": (raw("t.tags @> ", RawText(None, value("tags"), "sql.raw")), "unknown"),
    "text that cannot be read": (raw("t.organization_id = = ", value("o")), "unknown"),
    "text that is not known": (Raw((RawText(None, value("x")),), span=HERE), "unknown"),
}


@pytest.mark.parametrize(("where", "kind"), RAW.values(), ids=RAW)
def test_raw_conditions_are_read(where, kind):
    """Raw SQL is parsed and proven like everything else."""
    assert verdicts(select("todo as t", where))[0][1] == kind


def test_raw_or_without_parentheses_takes_the_other_conditions_apart():
    """`a or b` and then `and org = $1`: the first arm is not scoped."""
    assert verdicts(select("todo as t", raw("t.status = 'open' or t.status = 'done'"), ORG))[0][:2] == (
        "todo",
        "unscoped",
    )


STATEMENTS = {
    "select * from todo where organization_id = $": [("todo", "scoped", None)],
    "select * from todo where id = $": [("todo", "unscoped", "by-id")],
    "select c.* from todo t join comment c on c.todo_id = t.id where t.organization_id = $": scoped("todo", "comment"),
    "select c.* from todo t left join comment c on c.author_id = t.assignee_id where t.organization_id = $": [
        ("todo", "scoped", None),
        ("comment", "unscoped", "join"),
    ],
    "update todo set status = 'done' where status = $": [("todo", "unscoped", "nothing")],
    "delete from comment using todo where todo.id = comment.todo_id and todo.organization_id = $": scoped(
        "comment", "todo"
    ),
    "with x as (select * from todo where organization_id = $) select count(*) from x": scoped("todo"),
    "select id from todo where organization_id = $ union select id from project": [
        ("todo", "scoped", None),
        ("project", "unscoped", "nothing"),
    ],
    "insert into todo (title) select title from todo where title = $": [
        ("todo", "unknown", None),
        ("todo", "unscoped", "nothing"),
    ],
    "refresh materialized view x": [],
}


@pytest.mark.parametrize(("text", "expected"), STATEMENTS.items(), ids=STATEMENTS)
def test_raw_statements_are_read(text, expected):
    """A whole statement of raw SQL is judged like one that was built."""
    before, _, after = text.partition("$")
    query = replace(select("x"), operation=Operation.RAW, sources=(), selections=(), raw=raw(before, value("o"), after))

    assert verdicts(query) == expected


LABEL = select("label", eq("organization_id", ":organizationId"), eq("name", ":name"), id="q3")
THEIRS = select("todo", eq("id", ":id"), select=("id",), id="q4")


def attach(todo, label, **facts):
    """An insert of a row that names no tenant itself."""
    values = tuple(None if one is None else operand(one) for one in (todo, label))
    rows = Rows(("todo_id", "label_id"), (values,))
    return replace(
        select("x", **facts), operation=Operation.INSERT, targets=(table("todo_label"),), sources=(), rows=rows
    )


FOUND = sure(kind=AssumptionKind.ROW_EXISTS, query="q1")
ATTACHED = {
    "rows of the tenant": (attach(row(LOOKUP, "id"), row(LABEL, "id")), "scoped", ""),
    "an id that was found with the tenant": (
        attach(value("id"), row(LABEL, "id"), assumptions=(FOUND,)),
        "scoped",
        "",
    ),
    "an id that was not": (
        attach(value("id"), row(LABEL, "id")),
        "unknown",
        "`todo_id` is `id`, and nothing shows whose row of `todo` that is",
    ),
    "a label of anybody": (
        attach(row(LOOKUP, "id"), value("labelId")),
        "unknown",
        "`label_id` is `labelId`, and nothing shows whose row of `label` that is",
    ),
    "a todo of anybody": (
        attach(row(THEIRS, "id"), row(LABEL, "id")),
        "unknown",
        "`todo_id` is `row.id`, and nothing shows whose row of `todo` that is",
    ),
}


@pytest.mark.parametrize(("query", "kind", "why"), ATTACHED.values(), ids=ATTACHED)
def test_an_inserted_row_belongs_to_the_rows_that_it_refers_to(query, kind, why):
    """All of them have to be the tenant's; what one shows of itself does not speak for the others."""
    here = known(project(LOOKUP, LABEL, THEIRS, query))
    (found,) = here.verdicts(query, here.tenancy(SAAS, TenancySettings()))

    assert (found.kind.value, found.why if why else "") == (kind, why)


def test_rows_that_are_inserted_from_a_query():
    """They refer to what the query reads."""
    both = ("t.id", "l.id")
    inner = select(
        "todo as t", join("cross", "label as l"), ORG, eq("l.organization_id", ":organizationId"), select=both
    )
    loose = select("todo as t", join("cross", "label as l"), ORG, select=both)
    insert = attach("t.id", "t.id")

    found = [
        verdicts(replace(insert, rows=Rows(("todo_id", "label_id"), query=query), subqueries=(query,)))
        for query in (inner, loose)
    ]

    assert found == [
        scoped("todo_label", "todo", "label"),
        [("todo_label", "unknown", None), ("todo", "scoped", None), ("label", "unscoped", "join")],
    ]


def test_an_aggregate_exists_whatever_it_was_made_of():
    """`exists (select count(*) …)` is always true; of groups there is one only for rows."""
    tied = (eq("p.id", "t.project_id"), eq("p.organization_id", ":organizationId"))
    count = (Function("count", (Inline(1),), span=HERE),)
    counted = select("project as p", *tied, select=count)
    grouped = replace(counted, group_by=counted.selections)

    found = [verdicts(select("todo as t", exists(query), subqueries=(query,)))[0] for query in (counted, grouped)]

    assert [kind for _, kind, _ in found] == ["unscoped", "scoped"]
