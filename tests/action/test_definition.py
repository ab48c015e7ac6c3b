"""What action.yml and the workflows promise to whoever uses them."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
USES = re.compile(r"uses:\s*(\S+)")
PINNED = re.compile(r"[^@]+@[0-9a-f]{40}")


def test_every_input_travels_in_the_environment():
    """Each input is one variable of the step, so that no input is pasted into a script."""
    (step,) = ACTION["runs"]["steps"]

    expected = {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}

    assert expected == step["env"]
    assert "${{" not in step["run"]


def test_every_variable_is_read():
    """The script reads every input that the action declares, and no other."""
    script = (ROOT / "action" / "run.sh").read_text()
    (step,) = ACTION["runs"]["steps"]

    assert set(step["env"]) == set(re.findall(r"\$(INPUT_\w+)", script))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_foreign_actions_are_pinned(workflow):
    """Actions of others are named by commit: a tag can be moved to other code."""
    foreign = [name for name in USES.findall(workflow.read_text()) if not name.startswith("./")]

    assert [] != foreign
    assert [] == [name for name in foreign if not PINNED.fullmatch(name)]
