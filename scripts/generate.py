"""Writes what the README takes from elsewhere: the table of rules, and what the linter prints for an example.

    python scripts/generate.py            writes README.md
    python scripts/generate.py --check    writes nothing; exit code 1 if README.md is not current

A generated part stands between the comments `<!-- generated: NAME -->` and `<!-- end -->`.
"""

import re
import subprocess
import sys
from pathlib import Path

from kyselylint import registry
from kyselylint.finding import Preset

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PART = re.compile(r"(?<=<!-- generated: )(?P<name>[^\n]+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    current = README.read_text("utf-8")
    wanted = PART.sub(lambda part: f"{part['name']} -->\n\n{generated(part['name'])}\n\n", current)
    if arguments == ["--check"]:
        return int(wanted != current)
    README.write_text(wanted, "utf-8")
    return 0


def generated(name: str) -> str:
    """The Markdown of one part: `rules`, or `output` with the arguments of the linter."""
    kind, *arguments = name.split()
    return rule_table() if kind == "rules" else output(arguments)


def rule_table() -> str:
    """One line per rule, in the order of `kyselylint rules`."""
    lines = [
        f"| [{page.id}](rules/{page.id}.md) | {page.summary} | {page.severity}{_only(page.preset)} |"
        for page in registry.pages().values()
    ]
    return "\n".join(("| rule | what is wrong | default |", "| --- | --- | --- |", *lines))


def _only(preset: Preset) -> str:
    return "" if preset is Preset.RECOMMENDED else f", preset {preset.label}"


def output(arguments: list[str]) -> str:
    """What the linter prints to standard output; the summary with its time goes to standard error."""
    command = [sys.executable, "-c", "from kyselylint.cli.main import main; main()", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return f"```text\n{done.stdout.strip()}\n```"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
