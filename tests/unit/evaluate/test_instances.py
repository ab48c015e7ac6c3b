"""Instances of Kysely: the passwords they are given, and how long they are there."""

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.facts import Lifetime

from .build import Files, main

HEAD = "import { Kysely, PostgresDialect } from 'kysely'\nimport { Pool } from 'pg'\n"
MADE = "new Kysely<DB>({ dialect: new PostgresDialect({ pool: new Pool({}) }) })"


def instance(text, **others):
    """The only instance that a file makes."""
    (only,) = main(read_project(Files(main=HEAD + text, **others))).instances
    return only


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        ("new Pool({ connectionString: 'postgres://app:k3y@db.shop.io/shop' })", [("k3y", "db.shop.io", False)]),
        ("new Pool({ host: 'db.shop.io', password: 'k3y' })", [("k3y", "db.shop.io", False)]),
        ("new Pool({ host: process.env.DB_HOST, password: 'k3y' })", [("k3y", None, False)]),
        ("new Pool({ ...rest, password: process.env.DB_PASSWORD ?? 'k3y' })", [("k3y", None, True)]),
        ("new Pool({ connectionString: `postgres://app:k3y@${host}/shop` })", [("k3y", None, False)]),
        ("new Pool({ connectionString: process.env.DATABASE_URL })", []),
        ("new Pool({ password: env('DB_PASSWORD') })", []),
        ("new Pool({ connectionString: 'postgres://db.shop.io/shop' })", []),
        ("new Pool({ password: '' })", []),
    ],
)
def test_passwords_that_are_written_in_the_code(pool, expected):
    """Each with the host that it is for, and whether the environment is asked first."""
    found = instance(f"export const db = new Kysely<DB>({{ dialect: new PostgresDialect({{ pool: {pool} }}) }})")

    assert expected == [(one.password, one.host, one.fallback) for one in found.credentials]


def test_a_password_in_another_file():
    """A configuration that is imported is followed to where it is written."""
    found = instance(
        "import { settings } from './settings'\n"
        "export const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: new Pool(settings) }) })",
        settings="export const settings = { host: 'db.shop.io', password: 'k3y' }",
    )

    assert ["settings.ts"] == [one.span.path for one in found.credentials]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("z.object({ DB_PASSWORD: z.string().min(1).default('k3y').transform(trim) })", ["k3y"]),
        ("z.object({ DB_PASSWORD: z.string() })", []),
        ("z.object({ DB_USER: z.string().default('app') })", []),
        ("z.object({ DB_PASSWORD: z.string().default(standard) })", []),
    ],
)
@pytest.mark.parametrize("elsewhere", [True, False])
def test_the_default_of_a_schema_of_the_environment(schema, expected, elsewhere):
    """It is a password where the variable is not set, in whichever file the schema stands."""
    environment = f"export const env = {schema}.parse(process.env)\n"
    pool = "new Pool({ password: env.DB_PASSWORD })"
    made = f"export const db = new Kysely<DB>({{ dialect: new PostgresDialect({{ pool: {pool} }}) }})"
    found = (
        instance(f"import {{ env }} from './env'\n{made}", env=f"import {{ z }} from 'zod'\n{environment}")
        if elsewhere
        else instance(environment + made)
    )

    assert [(one, True) for one in expected] == [(one.password, one.fallback) for one in found.credentials]


def test_a_pool_that_a_function_opens():
    """Kysely's dialects take a function, which is called with the first query."""
    pool = "async () => { const pool = new Pool({ password: 'k3y' }); return pool }"
    found = instance(f"export const db = new Kysely<DB>({{ dialect: new PostgresDialect({{ pool: {pool} }}) }})")

    assert ["k3y"] == [one.password for one in found.credentials]


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (
            "export async function GET() { const db = make('k3y'); await db.selectFrom('todo').execute() }",
            (Lifetime.CALL, "`GET`", ["k3y"]),
        ),
        (
            "const db = make(process.env.URL); export const list = () => db.selectFrom('todo')",
            (Lifetime.PROCESS, "", []),
        ),
    ],
)
def test_a_function_that_makes_an_instance(use, expected):
    """What it is given, and for how long its result is there, is known of each call."""
    maker = f"function make(password) {{ return {MADE} }}\n"
    (only,) = main(read_project(Files(main=HEAD + maker + use.replace("'k3y'", "{ password: 'k3y' }")))).obtained

    assert expected == (only.lifetime, only.handler, [one.password for one in only.credentials])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"export const db = {MADE}", Lifetime.PROCESS),
        (f"class Store {{ constructor() {{ this.db = {MADE} }} }}", Lifetime.OBJECT),
        (f"let db; export function get() {{ db ??= {MADE}; return db }}", Lifetime.KEPT),
        (
            f"export function get() {{ if (!globalThis.db) globalThis.db = {MADE}; return globalThis.db }}",
            Lifetime.KEPT,
        ),
        (f"export function make() {{ return {MADE} }}", Lifetime.RETURNED),
        (f"export function make() {{ const db = {MADE}; return {{ db }} }}", Lifetime.RETURNED),
        (f"export async function run() {{ const db = {MADE}; await use(db) }}", Lifetime.RETURNED),
        (f"export async function run() {{ const db = {MADE}; await db.destroy() }}", Lifetime.CALL),
    ],
)
def test_how_long_an_instance_is_there(code, expected):
    """As long as the process, an object or the call, or as long as others hold it."""
    assert expected is instance(code).lifetime


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"export async function GET() {{ const db = {MADE}; await db.destroy() }}", "`GET`"),
        (f"export async function list(req: Req) {{ const db = {MADE}; await db.destroy() }}", "`list`"),
        (f"app.get('/todos', async () => {{ const db = {MADE}; await db.destroy() }})", "the handler of '/todos'"),
        (f"export async function main() {{ const db = {MADE}; await db.destroy() }}", ""),
        (f"cache.get('db', async () => {{ const db = {MADE}; await db.destroy() }})", ""),
    ],
)
def test_what_shows_that_code_runs_once_per_request(code, expected):
    """The request among the parameters, a name that frameworks call, a route."""
    assert expected == instance(code).handler


@pytest.mark.parametrize(
    ("pool", "expected"),
    [("new Pool({})", True), ("shared", False), ("getPool()", False)],
)
def test_whether_connections_are_opened_in_the_same_function(pool, expected):
    """An instance on a pool that is made elsewhere costs nothing."""
    made = f"new Kysely<DB>({{ dialect: new PostgresDialect({{ pool: {pool} }}) }})"
    found = instance(
        f"const shared = new Pool({{}})\nexport async function GET() {{ const db = {made}; await db.x() }}"
    )

    assert expected is found.opens_pool


@pytest.mark.parametrize(
    ("config", "expected"),
    [("{ dialect }", False), ("{ dialect, log: ['error'] }", True), ("{ ...base, dialect }", None), ("config", None)],
)
def test_whether_queries_are_logged(config, expected):
    """Unknown where the configuration, or a part of it, is not visible."""
    assert expected is instance(f"export const db = new Kysely<DB>({config})").logs
