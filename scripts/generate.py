"""Writes what the pages for users take from elsewhere: rules, configuration keys, and what the linter prints.

    python scripts/generate.py            writes README.md and docs/
    python scripts/generate.py --check    names the pages that are not current; exit code 1 if there are any

A generated part stands between the comments `<!-- generated: NAME -->` and `<!-- end -->`.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kyselylint import registry
from kyselylint.config.model import FileConfig
from kyselylint.finding import Preset
from kyselylint.settings import PATH_CLASSES

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PART = re.compile(r"(?<=<!-- generated: )(?P<name>[^\n]+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    stale = [page for page in PAGES if current(page) != page.read_text("utf-8")]
    if arguments == ["--check"]:
        print(*(page.relative_to(ROOT) for page in stale), sep="\n")
        return int(bool(stale))
    for page in stale:
        page.write_text(current(page), "utf-8")
    return 0


def current(page: Path) -> str:
    """A page with its generated parts made anew."""
    return PART.sub(lambda part: f"{part['name']} -->\n\n{generated(part['name'])}\n\n", page.read_text("utf-8"))


def generated(name: str) -> str:
    """The Markdown of one part; the name of `output` goes on with the arguments of the linter."""
    kind, *arguments = name.split()
    tables = {"rules": rules, "keys": keys, "path-classes": path_classes}
    return tables[kind]() if kind in tables else output(arguments)


def table(*rows: tuple[str, ...]) -> str:
    """A Markdown table; the first row is its head."""
    head, *body = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, tuple("---" for _ in head), *body))


def rules() -> str:
    """One line per rule, in the order of `kyselylint rules`."""
    rows = ((f"[{page.id}](rules/{page.id}.md)", page.summary, shown_as(page)) for page in registry.pages().values())
    return table(("rule", "what is wrong", "default"), *rows)


def shown_as(page: registry.Page) -> str:
    """The severity, and the preset that a finding needs if the default one does not show it."""
    return page.severity if page.preset is Preset.RECOMMENDED else f"{page.severity}, preset {page.preset.label}"


def keys() -> str:
    """One line per key that a configuration file may hold, tables flattened."""
    schema = FileConfig.model_json_schema()
    return table(("key", "value", "meaning"), *described(schema, schema, ""))


def described(part: dict[str, Any], schema: dict[str, Any], prefix: str) -> Iterator[tuple[str, ...]]:
    """The rows of one table of the configuration and of the tables inside it."""
    for name, entry in part["properties"].items():
        inner = entry.get("items", entry.get("additionalProperties", entry))
        if isinstance(inner, dict) and "$ref" in inner:
            path = {"rules": 'rules."ID".', "overrides": "overrides[]."}.get(name, f"{name}.")
            yield from described(schema["$defs"][inner["$ref"].rpartition("/")[2]], schema, prefix + path)
        else:
            yield f"`{prefix}{name}`", value(entry), entry["description"]


def value(entry: dict[str, Any]) -> str:
    """What may be written after the `=`, in words."""
    choices = [choice for one in entry.get("anyOf", [entry]) for choice in one.get("enum", ())]
    kinds = {"array": "list of strings", "boolean": "true or false", "object": "table of lists", "string": "string"}
    return ", ".join(f"`{choice}`" for choice in choices) or kinds[entry["type"]]


def path_classes() -> str:
    """One line per class of paths with its globs."""
    rows = ((f"`{name}`", ", ".join(f"`{glob}`" for glob in globs)) for name, globs in PATH_CLASSES.items())
    return table(("class", "files"), *rows)


def output(arguments: list[str]) -> str:
    """What the linter prints to standard output; the summary with its time goes to standard error."""
    command = [sys.executable, "-c", "from kyselylint.cli.main import main; main()", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return f"```text\n{done.stdout.strip()}\n```"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
