"""Writes the two files of a new rule: its page and its check.

python scripts/new_rule.py GROUP/NAME
"""

import sys
from pathlib import Path

from kyselylint import __version__, registry

ROOT = Path(__file__).parents[1]
PAGE = """\
# {rule}

```toml
summary = "say what is wrong in a few words"
severity = "warning"
preset = "audit"
since = "{version}"
```

What goes wrong, why it matters, and what to do, in two or three sentences each.

## Bad

```ts
await db.selectFrom('todo').select('id').execute() // expect: {rule}
```

## Good

```ts
await db.selectFrom('todo').select('id').limit(10).execute()
```

## Not reported

What looks like it and is fine.
"""
CHECK = '''\
"""What is wrong, in one line."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """Queries that …"""
    if query.limit is None:
        yield Report(message="say what is wrong with this query", at=query.root)
'''


def main(rule: str) -> None:
    """Write the page and the check; neither may be there yet."""
    group, _, name = rule.partition("/")
    if not (group and name) or rule != rule.lower() or "_" in rule:
        sys.exit(f"{rule!r} is no rule id: write group/name, lower case, words joined by -")
    package = ROOT / "src" / Path(*registry.module_name(rule).split(".")).parent
    write(ROOT / "rules" / f"{rule}.md", PAGE.format(rule=rule, version=__version__))
    write(package / f"{name.replace('-', '_')}.py", CHECK)
    if not (package / "__init__.py").exists():
        write(package / "__init__.py", f'"""The checks of the group {group}."""\n')


def write(path: Path, text: str) -> None:
    """Write a new file and say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main(*sys.argv[1:])
