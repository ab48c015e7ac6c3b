import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kyselylint.analysis.tenancy.discovery import discover
from kyselylint.analysis.tenancy.judge import Judge
from kyselylint.analysis.tenancy.usage import usage
from kyselylint.analysis.tenancy.verdict import Kind
from kyselylint.analysis.view import View
from kyselylint.checks.tenancy import cross_tenant_upsert
from kyselylint.query.facts import Project
from kyselylint.settings import Settings, TenancySettings

from ..oracle import node
from ..unit.analysis.build import project, schema
from .forms import Forms, variants
from .tenants import CATALOG, TwoTenants, sql

CASES = int(os.environ.get("KYSELYLINT_TENANCY_CASES", "500"))
SEED = int(os.environ.get("KYSELYLINT_TENANCY_SEED", "1"))
TENANCY = discover(CATALOG, usage(Project()), TenancySettings())

pytestmark = [pytest.mark.node, pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)]


@pytest.fixture(scope="module")
def tenants():
    """A PostgreSQL with the rows of two tenants."""
    database = TwoTenants()
    yield database
    database.close()


@pytest.fixture(scope="module")
def cases(tenants):
    """Generated queries, what is said of them, and what they do for a client who sends their own ids or another's."""
    queries = [Forms(Random(SEED * 10_000_000 + number)).query() for number in range(CASES)]  # noqa: S311  # repeatable
    found = []
    for query, texts in zip(queries, map(written, queries), strict=True):
        kinds = said_of(query)
        found.append((kinds, texts, tenants.effects(texts)))
    return [(kinds, texts, effects) for kinds, texts, effects in found if not any(one.failed for one in effects)]


def said_of(query):
    """The verdicts on a query; an upsert that a rule reports is not scoped."""
    crossing = any(cross_tenant_upsert.check(query, view(query))) if query.conflict else False
    return {verdict.kind for verdict in Judge(query, TENANCY, {}.get).verdicts()} | (
        {Kind.UNSCOPED} if crossing else set()
    )


def view(query):
    """A project of one query."""
    found = project(query)
    return View(found.modules[0], found, schema(CATALOG), Settings())


def written(query):
    """The SQL of a query on every path of its code, for a client who sends their own ids and for one who does not."""
    return [sql(variant, client) for variant in variants(query) for client in "ab"]


def leaks(text, effect):
    """Whether the other tenant's rows show, or make a difference.

    With a limit, which rows come is not fixed, and a key that both tenants share keeps a row out whoever has it.
    """
    only_shown = " limit " in text or " on conflict " in text
    return effect.shows_other if only_shown else effect.depends_on_other


def test_a_scoped_query_reaches_no_rows_of_another_tenant(cases):
    """What is called scoped gives the same result without the other tenant's rows, and leaves them alone."""
    scoped = [(texts, effects) for kinds, texts, effects in cases if kinds <= {Kind.SCOPED}]
    leaking = [
        text for texts, effects in scoped for text, effect in zip(texts, effects, strict=True) if leaks(text, effect)
    ]

    assert [] == leaking
    assert len(scoped) > len(cases) / 10


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_the_same_with_the_smallest_example(tenants, random):
    """As the first test; where it fails, the query that is shown is as small as hypothesis can make it."""
    query = Forms(random).query()
    texts = written(query)
    scoped = said_of(query) <= {Kind.SCOPED}
    effects = tenants.effects(texts) if scoped else []

    assert [] == [
        text for text, effect in zip(texts, effects, strict=False) if not effect.failed and leaks(text, effect)
    ]


def test_unscoped_queries_are_caught_leaking(cases):
    """Of the queries that are called unscoped and bring any rows, most are caught by these few rows."""
    unscoped = [(texts, effects) for kinds, texts, effects in cases if Kind.UNSCOPED in kinds]
    bring = [(texts, effects) for texts, effects in unscoped if all(one.both.get("rows") for one in effects)]
    caught = [any(map(leaks, texts, effects)) for texts, effects in bring]

    assert sum(caught) > len(caught) * 0.7


def test_nearly_all_generated_queries_run(cases):
    """PostgreSQL takes what is generated, so that the other tests look at something."""
    assert len(cases) > CASES * 0.9
