from dataclasses import replace

import pytest

from kyselylint.analysis.notes import assumed
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.overview import overviews
from kyselylint.analysis.tenancy.words import is_token
from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.query.facts import Module
from kyselylint.schema.catalog import Catalog
from kyselylint.settings import Settings, TenancySettings

from .build import SAAS, database, eq, project, schema, select


def tenancy(catalog, *queries, **settings):
    """What is found in a project of these queries."""
    return known(project(*queries)).tenancy(catalog, TenancySettings(**settings))


def said(catalog, *queries):
    """The lines of a run that say what was assumed."""
    return assumed(overviews(View(Module(""), project(*queries), schema(catalog), Settings())))


def placed(queries):
    """The same queries, each at a place of its own."""
    spans = (Span("src/app.ts", at, at + 1) for at in range(len(queries)))
    pairs = zip(queries, spans, strict=True)
    return [replace(one, sources=(replace(one.sources[0], span=span),)) for one, span in pairs]


def roles(found):
    """Table by role."""
    return {table.name: table.role.value for table in found.tables.values()}


def test_the_tables_of_a_usual_application():
    """Tables with the column are owned, what hangs on them is a child's; the others are told apart."""
    expected = {
        **dict.fromkeys(("member", "invitation", "project", "todo", "comment", "label"), "owned"),
        "organization": "tenant",
        "todo_label": "child",
        **dict.fromkeys(("user", "session", "country"), "shared"),
    }

    assert expected == roles(tenancy(SAAS))


SPELLINGS = ("organization_id", "organizationId", "orgId", "org_uuid", "tenantId", "workspace_id", "organisationId")


@pytest.mark.parametrize("column", SPELLINGS)
def test_the_column_in_any_style(column):
    """The name is recognised however a project spells it, and shown as it is spelled."""
    found = tenancy(database(todo=f"id {column}", project=f"id {column}", country="code"))

    assert found.columns == (column,)


def test_a_project_without_tenants():
    """Users, posts and comments are nobody's tenants."""
    found = tenancy(database(user="id email", post="id user_id>user title", comment="id post_id>post body"))

    assert not found


def test_one_table_with_such_a_column_is_no_habit():
    """A foreign key to an organization in one table makes the organization a thing like others."""
    assert not tenancy(database(person="id organization_id", organization="id", post="id", comment="id"))


def test_a_column_that_queries_ignore_is_none():
    """Where hardly any query compares it, the column does not separate customers."""
    catalog = database(contact="id organization_id", deal="id organization_id", organization="id")
    queries = [select("contact", eq("contact.id", ":id")) for _ in range(12)]

    assert not tenancy(catalog, *queries)


WEAK = database(
    site="id", page="id site_id>site", menu="id site_id>site", image="id site_id>site", user="id", country="code"
)


def test_a_weaker_word_needs_queries_that_compare_it():
    """A site is a tenant where most queries say which."""
    queries = [select(name, eq("site_id", ":siteId")) for name in ("page", "menu", "image", "page", "page")]

    assert (tenancy(WEAK).columns, tenancy(WEAK, *queries).columns) == ((), ("site_id",))


def test_without_a_schema_queries_show_the_columns():
    """Two tables whose queries compare `tenant_id` are enough."""
    found = tenancy(
        Catalog(), select("todo", eq("tenant_id", ":t")), select("note", eq("tenant_id", ":t"), eq("note.id", ":id"))
    )

    assert roles(found) == {"todo": "owned", "note": "owned"}


def test_the_configuration_has_the_last_word():
    """Columns, shared tables and tables that no type shows are taken from it."""
    catalog = database(a="id realm", b="id realm", c="id", d="id realm")
    found = tenancy(catalog, columns=("realm",), global_tables=("b",), tenant_tables=("c",))

    assert roles(found) == {"a": "owned", "b": "shared", "c": "child", "d": "owned"}


def test_a_column_that_refers_to_the_tenants_is_one_whatever_its_name():
    """`owner>organization` names the tenant of a row as well."""
    found = tenancy(
        database(
            organization="id",
            todo="id organization_id>organization",
            project="id organization_id",
            file="id owner>organization",
        )
    )

    assert found.tables["file"].columns == ("owner",)


def test_a_composite_key_is_told_by_its_id():
    """(tenant, id) refers to the row with that id."""
    found = tenancy(SAAS)

    assert [link.columns for link in found.tables["comment"].links] == [("organizationid",), ("todoid",)]


def test_sessions_that_name_their_tenant_belong_to_it():
    """A table is not a library's because of its name alone."""
    found = tenancy(database(sessions="id org_id trace_id", steps="id org_id", traces="id org_id", orgs="id"))

    assert found.tables["sessions"].role is Role.OWNED


TOKENS = {
    **dict.fromkeys(
        (
            "token",
            "reply_token",
            "hashed_key",
            "apiKey",
            "invite_code",
            "passwordHash",
            "secret",
            "password_reset_code",
        ),
        True,
    ),
    **dict.fromkeys(("id", "key", "country_code", "code", "content_hash", "slug", "token_id"), False),
}


@pytest.mark.parametrize(("column", "expected"), TOKENS.items())
def test_what_nobody_can_guess(column, expected):
    """Tokens, hashes and secret codes are; ids, slugs and the hash of a file are not."""
    assert is_token(column, ()) is expected


def test_a_run_says_what_it_assumed():
    """One line names the column, how many tables have it, and where that was found."""
    (line,) = said(SAAS)

    assert line == (
        "tenants: 6 tables belong to one by `organization_id`, 1 more through foreign keys"
        " (found in the database types)"
    )


def test_a_run_says_how_regularly_queries_are_scoped():
    """Over all tables, and of those that differ, the weakest habit first; one use of a table tells nothing."""
    scoped, by_id = eq("organization_id", ":org"), eq("id", ":id")
    queries = [select("todo", scoped)] * 5 + [select("label", by_id)] * 5 + [select("comment", scoped)] * 3
    queries += [select("comment", by_id)] * 2 + [select("member", by_id)]

    (line,) = said(SAAS, *placed(queries))

    assert line.endswith(
        "; inserts aside, the application's queries are scoped in 8 of 16 places,"
        " the least: `label` 0 of 5 and `comment` 3 of 5"
    )


def test_a_run_names_every_tenant_column():
    """An application may have several levels of tenants; each of their columns scopes a table."""
    catalog = database(site="id tenant_id organization_id", page="id tenant_id organization_id", tenant="id")

    (line,) = said(catalog)

    assert line == "tenants: 2 tables belong to one by `organization_id` or `tenant_id` (found in the database types)"


def test_a_run_without_tenants_says_so():
    """Silence would look like a pass."""
    catalog = database(post="id title")

    assert said(catalog, select("post")) == (
        "tenants: none found, so the rules of the group tenancy had nothing to look at",
    )


def test_a_run_says_which_column_it_passed_over():
    """A column that looks like a tenant's and is hardly compared is named, for the one who knows better."""
    catalog = database(contact="id organization_id", deal="id organization_id", organization="id")
    queries = [select("contact", eq("contact.id", ":id")) for _ in range(12)]

    (line,) = said(catalog, *queries)

    assert line == (
        "tenants: none found; `organization_id` stands in 2 tables, but only 0 of 12 queries compare it."
        " If it names the tenant, set tenancy.columns"
    )


@pytest.mark.parametrize(
    ("table", "expected"), [("apiKeys", True), ("access_key", True), ("translation", False), ("keyboard", False)]
)
def test_the_key_of_a_table_of_keys(table, expected):
    """`key` of others is a name, or a place in an order."""
    assert expected == is_token("key", (), table)
