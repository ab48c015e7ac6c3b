# What a change must pass, by name. CONTRIBUTING.md says when to use which.
bin := ".venv/bin/"

# an editable installation with everything that tests and checks need
setup:
    python3 -m venv .venv
    {{bin}}pip install -q -e '.[test]'

# all tests, or those below the paths given
test *paths:
    {{bin}}pytest -q {{paths}}

# format, then what the machine can judge: style, types, layers
lint:
    {{bin}}ruff format src tests scripts benchmarks
    {{bin}}ruff check src tests scripts benchmarks
    {{bin}}mypy
    {{bin}}lint-imports

# the two files of a new rule
new-rule rule:
    {{bin}}python scripts/new_rule.py {{rule}}

# what the README takes from the rules' pages and from the program
generate:
    {{bin}}python scripts/generate.py

# how long it takes: start-up, a project without Kysely, an example, and the applications given
benchmark *applications:
    {{bin}}python benchmarks/run.py {{applications}}

# how the cost of a query grows with the code
growth:
    {{bin}}python benchmarks/growth.py

# the same as CI
check: lint
    .ci/run
