"""Projects written as a dictionary of files."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.facts import Project
from kyselylint.schema.catalog import Schema
from kyselylint.schema.read import read_schema
from kyselylint.source.cache import Cache


@dataclass(frozen=True)
class Files:
    """Files in memory."""

    texts: dict[str, str]
    root = None
    cache = Cache()

    @property
    def listed(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self.texts)

    @property
    def files(self) -> tuple[str, ...]:
        """TypeScript, but no declaration files."""
        return self.candidates

    @property
    def candidates(self) -> tuple[str, ...]:
        """TypeScript, but no declaration files."""
        return tuple(path for path in self.texts if path.endswith(".ts") and not path.endswith(".d.ts"))

    def read(self, path: str) -> bytes:
        """The bytes, empty for a missing file."""
        return self.texts.get(path, "").encode()

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self.texts


@pytest.fixture
def schema_of() -> Callable[[dict[str, str]], Schema]:
    """Reads the schema of a project given as text by path."""
    return lambda texts: read_schema(Files(texts), Project())


@pytest.fixture
def evaluated_schema_of() -> Callable[[dict[str, str]], Schema]:
    """As `schema_of`, with the code evaluated first: Kysely's own migrations count too."""
    return lambda texts: read_schema(Files(texts), read_project(Files(texts)))
