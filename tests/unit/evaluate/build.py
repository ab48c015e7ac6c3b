"""Projects written as texts, and what reading them finds."""

from kyselylint.evaluate.read import read_project
from kyselylint.query.facts import Module, Project

HEAD = "import { Kysely } from 'kysely'\nexport const db = new Kysely<DB>({ dialect })\n"


class Files:
    """A project of texts by path."""

    def __init__(self, **texts: str) -> None:
        self.texts = {f"{name}.ts": text.encode() for name, text in texts.items()}
        self.candidates = self.files = tuple(self.texts)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file."""
        return self.texts.get(path)


def project(text: str, **others: str) -> Project:
    """The facts of `main.ts`, which has a handle `db`, and of others beside it."""
    return read_project(Files(main=HEAD + text, **others))


def main(found: Project) -> Module:
    """Those of `main.ts` alone."""
    return next(one for one in found.modules if one.path == "main.ts")
