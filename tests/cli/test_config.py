from __future__ import annotations

import json

import pytest

DELETE = "await db.deleteFrom('session').execute()\n"
STAR = "await db.selectFrom('todo').selectAll().where('id', '=', id).limit(1).execute()\n"


def rules(result) -> list[str]:
    """The rules of a JSON report's findings."""
    return [finding["rule"] for finding in json.loads(result.stdout)["findings"]]


def test_every_mistake_is_shown_with_its_line_and_what_was_meant(shell):
    """All at once, in the order of the lines: nobody wants to run a linter once for each typing error."""
    shell.write("a.ts", "")
    shell.write(
        "kyselylint.toml",
        'presett = "strict"\npreset = "strickt"\nselect = ["writes", "tenancyy"]\n\n'
        '[tenancy]\ncolums = ["a"]\n\n'
        '[rules."writes/missing-were"]\nseverity = "erorr"\n\n'
        '[[overrides]]\nfiles = ["*.ts"]\ndisable = ["x/y"]\n\n[paths]\ntest = []\n',
    )

    result = shell()

    assert 2 == result.exit_code
    assert [
        (
            "error: unknown key `presett`",
            "  --> kyselylint.toml:1:1",
            '1 | presett = "strict"',
            "  | ^^^^^^^ did you mean `preset`?",
        ),
        (
            "error: `preset` cannot be `strickt`",
            "  --> kyselylint.toml:2:11",
            '2 | preset = "strickt"',
            "  |           ^^^^^^^ did you mean `strict`?",
        ),
        (
            "error: unknown rule `tenancyy`",
            "  --> kyselylint.toml:3:22",
            '3 | select = ["writes", "tenancyy"]',
            "  |                      ^^^^^^^^ did you mean `tenancy`?",
        ),
        (
            "error: unknown key `colums`",
            "  --> kyselylint.toml:6:1",
            '6 | colums = ["a"]',
            "  | ^^^^^^ did you mean `columns`?",
        ),
        (
            "error: unknown rule `writes/missing-were`",
            "  --> kyselylint.toml:8:8",
            '8 | [rules."writes/missing-were"]',
            "  |        ^^^^^^^^^^^^^^^^^^^^^ did you mean `writes/missing-where`?",
        ),
        (
            "error: `severity` cannot be `erorr`",
            "  --> kyselylint.toml:9:13",
            '9 | severity = "erorr"',
            "  |             ^^^^^ did you mean `error`?",
        ),
        ("error: unknown rule `x/y`", "  --> kyselylint.toml:13:13", '13 | disable = ["x/y"]', "   |             ^^^"),
        (
            "error: unknown class of paths `test`",
            "  --> kyselylint.toml:16:1",
            "16 | test = []",
            "   | ^^^^ did you mean `tests`?",
        ),
    ] == list(mistakes(result.stderr))


def mistakes(text: str):
    """Of each mistake: what, where, the line, the mark under it."""
    for block in text.split("\n\n"):
        lines = block.splitlines()
        mark = next(number for number, line in enumerate(lines) if "^" in line)
        yield lines[0], lines[1], lines[mark - 1], lines[mark]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = \n", "this is not TOML"),
        ("[[rules]]\n", "`rules` must be a table"),
        ("fail-on = 3\n", "`fail-on`"),
        ("exclude = 'x'\n", "`exclude` must be a list"),
        ("select = [1]\n", "`select` must be a string"),
        ("root = 'yes'\n", "`root` must be true or false"),
        ("[[overrides]]\ndisable = []\n", "`files` is missing"),
        ("[[overrides]]\nfiles = []\n", "`files` must not be empty"),
        ("extends = ['kyselylint.toml']\n", "extends itself"),
        ("extends = ['nowhere.toml']\n", "there is no file `nowhere.toml`"),
        ("[rules.writes/missing-where]\n", "this is not TOML"),
        ("[rules.'writes/missing-where']\nmissing = 1\n", "`writes/missing-where` has no option `missing`"),
        ("[rules.'selection/select-all']\nwdie = 1\n", "did you mean `wide`?"),
        ("[rules.'selection/select-all']\nwide = 'x'\n", "`wide` of `selection/select-all`"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_broken_file_is_refused(shell, text, said):
    """Exit code 2 and a sentence, whatever is wrong."""
    shell.write("a.ts", DELETE)
    shell.write("kyselylint.toml", text)

    result = shell()

    assert 2 == result.exit_code
    assert said in result.stderr
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr


def test_a_broken_file_elsewhere_in_the_project_does_no_harm(shell):
    """Only the configuration of what is linted is read."""
    shell.write("good/a.ts", DELETE)
    shell.write("bad/a.ts", DELETE)
    shell.write("bad/kyselylint.toml", "nonsense = 1\n")

    assert 1 == shell("good").exit_code
    assert 2 == shell().exit_code


def test_the_nearest_file_decides_alone(shell):
    """Each part of a repository has its own settings; they are not mixed with those above."""
    shell.write("kyselylint.toml", "[rules.'writes/missing-where']\nseverity = 'off'\n")
    shell.write("apps/kyselylint.toml", "preset = 'strict'\n")
    shell.write("a.ts", DELETE + STAR)
    shell.write("apps/b.ts", DELETE + STAR)

    found = json.loads(shell("--format", "json").stdout)["findings"]

    assert {"apps/b.ts"} == {finding["path"] for finding in found}
    assert {"writes/missing-where", "selection/select-all"} <= {finding["rule"] for finding in found}


def test_extends_takes_what_is_not_said(shell):
    """What this file says wins, the rest comes from the extended file, and globs belong to the file that holds them."""
    shell.write(
        "base/kyselylint.toml",
        "preset = 'strict'\nfail-on = 'never'\n[[overrides]]\nfiles = ['x.ts']\ndisable = ['all']\n",
    )
    shell.write("kyselylint.toml", "extends = ['base/kyselylint.toml']\npreset = 'recommended'\n")
    for path in ("x.ts", "base/x.ts"):
        shell.write(path, DELETE + STAR)

    result = shell("x.ts", "--format", "json")

    assert 0 == result.exit_code
    assert "writes/missing-where" in rules(result)
    assert "selection/select-all" not in rules(result)


def test_severity_off_turns_a_rule_off_and_any_other_on(shell):
    """Naming a rule in the configuration says that it is wanted, whatever the preset."""
    shell.write("a.ts", DELETE + STAR)
    shell.write(
        "kyselylint.toml",
        "[rules.'writes/missing-where']\nseverity = 'off'\n[rules.'selection/select-all']\nseverity = 'error'\n",
    )

    found = json.loads(shell("--format", "json").stdout)["findings"]

    assert ("selection/select-all", "error") in {(finding["rule"], finding["severity"]) for finding in found}
    assert "writes/missing-where" not in {finding["rule"] for finding in found}


def test_overrides_speak_for_their_files(shell):
    """Globs are relative to the configuration, not to where the command runs."""
    shell.write(
        "apps/kyselylint.toml", "[[overrides]]\nfiles = ['gen/**']\ndisable = ['writes']\nreason = 'generated'\n"
    )
    for path in ("apps/gen/a.ts", "apps/b.ts", "gen/c.ts"):
        shell.write(path, DELETE)

    assert ["apps/b.ts", "gen/c.ts"] == [
        line.partition(":")[0] for line in shell("--format", "concise").stdout.splitlines()
    ]


def test_exclude_leaves_files_out_and_counts_them(shell):
    """A file that is named by itself is looked at all the same, unless --force-exclude says otherwise."""
    shell.write("kyselylint.toml", "exclude = ['old/']\n")
    shell.write("old/a.ts", DELETE)

    result = shell()

    assert 0 == result.exit_code
    assert "left out: 1 excluded" in result.stderr
    assert 1 == shell("old/a.ts").exit_code
    assert 0 == shell("--force-exclude", "old/a.ts").exit_code


def test_path_classes_can_be_redefined(shell):
    """A project says for itself where its tests are."""
    shell.write("checks/a.ts", DELETE)
    shell.write("tests/a.ts", DELETE)
    shell.write("kyselylint.toml", "[paths]\ntests = ['checks/']\n")

    assert ["tests/a.ts"] == [line.partition(":")[0] for line in shell("--format", "concise").stdout.splitlines()]


def test_the_command_line_wins(shell, monkeypatch):
    """--preset, --config, --no-config and the environment, in this order of strength."""
    shell.write("a.ts", DELETE + STAR)
    shell.write("kyselylint.toml", "preset = 'strict'\nselect = ['selection']\n")
    shell.write("other.toml", "select = ['writes/missing-where']\n")

    assert "selection/select-all" in rules(shell("--format", "json"))
    assert ["writes/missing-where"] == rules(shell("--format", "json", "--config", "other.toml"))
    assert "selection/select-all" not in rules(shell("--format", "json", "--no-config"))
    assert ["writes/missing-where"] == rules(shell("--format", "json", "--select", "writes"))
    monkeypatch.setenv("KYSELYLINT_CONFIG", "other.toml")
    assert ["writes/missing-where"] == rules(shell("--format", "json"))


def test_config_check(shell):
    """Validates without linting."""
    shell.write("a.ts", DELETE)
    assert "no kyselylint.toml here: the defaults apply\n" == shell("config", "check").stdout

    shell.write("kyselylint.toml", "preset = 'strict'\n")
    assert (0, "kyselylint.toml: right\n") == (shell("config", "check").exit_code, shell("config", "check").stdout)

    shell.write("kyselylint.toml", "preset = 'x'\n")
    assert 2 == shell("config", "check").exit_code


def test_config_show_says_where_each_value_comes_from(shell):
    """The effective settings of one file, each with its origin."""
    shell.write("src/a.test.ts", DELETE)
    shell.write(
        "kyselylint.toml",
        "preset = 'strict'\n[[overrides]]\nfiles = ['src/']\ndisable = ['writes/missing-where']\nreason = 'why not'\n",
    )

    lines = shell("config", "show", "src/a.test.ts").stdout.splitlines()

    assert "# src/a.test.ts: kyselylint.toml" == lines[0]
    assert 'preset = "strict"  # kyselylint.toml' in lines
    assert 'dialect = "the one that the code shows, else postgres"  # default' in lines
    assert 'overrides."writes/missing-where" = "why not"  # kyselylint.toml' in lines
    assert "# this file is among: tests" == lines[-1]


def test_config_schema_knows_every_rule_and_option(shell):
    """The schema that editors complete from has the rules by name, and allows nothing else."""
    schema = json.loads(shell("config", "schema").stdout)

    assert "wide" in schema["properties"]["rules"]["properties"]["selection/select-all"]["properties"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["rules"]["additionalProperties"] is False
    assert {"fail-on", "tenancy", "overrides"} <= schema["properties"].keys()
