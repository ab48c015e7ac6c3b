"""What Kysely has besides methods, from the pinned package: the corpus has a case of each name, or it makes no SQL."""

import json
import re
from functools import cache

import pytest

from kyselylint.evaluate.types import HANDLE_TYPES

from . import node
from .listing import DIALECTS

COMMITTED: dict[str, dict[str, list[str]]] = json.loads((node.HERE / "kysely-names.json").read_text("utf-8"))

# Types of words that nobody writes: what operation nodes are called, what is logged, how a query is given up.
INTERNAL_WORDS = {
    *("InflightQueryAbortStrategy", "JSONPathLegType", "JoinType", "LogLevel", "OperationNodeKind", "SelectModifier"),
    "SetOperator",
}
INTERNAL_LISTS = {"LOG_LEVELS"}
# Options of drivers, pools, migrators and executions, which change no SQL; props are what builders are made of.
WITHOUT_SQL = re.compile(
    r"\w+Dialect\w+|\w+Props|\w*PoolOptions|PGliteQueryOptions|MysqlStreamOptions|Migrat\w+Options|DatabaseMetadataOptions"
    r"|Abortable\w+|StreamOptions|ExecuteTakeFirstOrThrowOptions|ParseJSONResultsPluginOptions|TransactionSettings"
)
# Exports of which an application makes no query: classes of builders and nodes, parts of dialects, questions, errors.
NO_QUERIES = re.compile(
    r"[A-Z]\w+(?:Node|Builder|Wrapper|Result|Error|Module|Operation|Creator|Finalizer)"
    r"|[A-Z]\w+(?:Adapter|AdapterBase|Dialect|Driver|Introspector|QueryCompiler|Executor|Provider|Transformer|Visitor)"
    r"|(?:is|log|validate)[A-Z]\w+|[A-Z]+(?:_[A-Z]+)*|Log|Command|Migrator|create(?:QueryId|RawBuilder|SelectQueryBuilder)"
)


@cache
def corpus() -> str:
    """Every source of the corpus."""
    files = (path for path in sorted(node.QUERIES.rglob("*")) if path.suffix in {".ts", ".tsx", ".mts", ".js"})
    return "\n".join(path.read_text("utf-8") for path in files)


@cache
def statements() -> str:
    """The SQL of every case."""
    return "\n".join(path.read_text("utf-8") for path in sorted(node.EXPECTED.rglob("*.json")))


def missing_words(kind: str, internal: set[str]) -> dict[str, list[str]]:
    """The words of each list or type that stand in no case, neither as a string nor in its SQL."""
    strings = set(re.findall(r"'((?:[^'\\\n]|\\.)*)'", corpus()))
    lists = {name: words for name, words in COMMITTED[kind].items() if name not in internal}
    found = {
        name: [word for word in words if word not in strings and f" {word} " not in statements()]
        for name, words in lists.items()
    }
    return {name: words for name, words in found.items() if words}


def unnamed(kind: str, without: re.Pattern[str], *, by_key: bool = False) -> dict[str, list[str]]:
    """The names of that kind that no case says and that `without` does not set aside."""
    said = set(re.findall(r"[\w$]+", corpus()))
    found = {
        key: [name for name in names if name not in said and not without.fullmatch(key if by_key else name)]
        for key, names in COMMITTED[kind].items()
    }
    return {key: names for key, names in found.items() if names}


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
def test_committed_names_are_those_of_the_package() -> None:
    """kysely-names.json is what the pinned Kysely declares; python tests/oracle/node.py writes it anew."""
    actual = node.kysely_names()

    assert actual == COMMITTED


def test_names_cover_what_every_release_had() -> None:
    """An empty extraction cannot pass."""
    assert {"sql", "Kysely", "CamelCasePlugin"} <= set(COMMITTED["exports"]["kysely"])
    assert {"jsonArrayFrom"} <= set(COMMITTED["exports"]["kysely/helpers/postgres"])
    assert {"in", "not exists", "between"} <= set(COMMITTED["lists"]["OPERATORS"])
    assert {"upperCase"} <= set(COMMITTED["options"]["CamelCasePluginOptions"])
    assert {"asc", "desc"} <= set(COMMITTED["words"]["OrderByDirection"])


def test_every_word_has_a_case() -> None:
    """An operator, a data type or a format that a release adds is compared with what the real Kysely makes of it."""
    assert missing_words("lists", INTERNAL_LISTS) == {}
    assert missing_words("words", INTERNAL_WORDS) == {}


def test_every_option_has_a_case() -> None:
    """An option of a plugin or an instance that a release adds is one that changes SQL, until somebody has looked."""
    assert unnamed("options", WITHOUT_SQL, by_key=True) == {}


def test_every_export_has_a_case() -> None:
    """A plugin, a helper or a function that a release adds is known, or known to make no query."""
    assert unnamed("exports", NO_QUERIES) == {}


def test_every_helper_has_a_case_in_its_dialect() -> None:
    """A helper writes different SQL for each database."""
    sources = {dialect: (node.QUERIES / dialect / "queries.ts").read_text("utf-8") for dialect in DIALECTS}
    helpers = {entry.rpartition("/")[2]: names for entry, names in COMMITTED["exports"].items() if "/helpers/" in entry}
    missing = {
        (dialect, name)
        for dialect, names in helpers.items()
        for name in names
        if not re.search(rf"\b{name}\b", sources.get(dialect, corpus() if dialect == "postgres" else ""))
    }

    assert missing == set()


def test_every_type_of_a_handle_is_known() -> None:
    """A parameter of a type that a release adds is known to be a database, a transaction, or to make expressions."""
    names = {name for names in COMMITTED["handles"].values() for name in names}

    assert names - {"ExpressionBuilder"} == set(HANDLE_TYPES)


def test_every_entry_point_is_known() -> None:
    """A module that a release adds beside kysely itself is looked at."""
    helpers = {f"kysely/helpers/{dialect}" for dialect in ("postgres", *DIALECTS)}

    assert helpers | {"kysely", "kysely/migration", "kysely/readonly"} == set(COMMITTED["exports"])


def test_what_is_set_aside_is_there() -> None:
    """A list of exceptions does not outlive what it was made for."""
    assert set(COMMITTED["words"]) >= INTERNAL_WORDS
    assert set(COMMITTED["lists"]) >= INTERNAL_LISTS
