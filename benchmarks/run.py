"""Times kyselylint as a user waits for it: start-up, projects without Kysely, many migrations, whole applications.

    python benchmarks/run.py [-n RUNS] [APPLICATION ...]

Prints a table: median and fastest wall-clock milliseconds of RUNS runs in fresh processes, and the modules imported.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kyselylint import exits

EXAMPLE = Path(__file__).parents[1] / "corpus" / "projects" / "todo-saas"
PROGRAM = "import sys; from kyselylint.cli.main import main; main()"
COUNTED = """
import atexit, sys
atexit.register(lambda: print("modules:", len(sys.modules)))
from kyselylint.cli.main import main; main()
"""
PLAIN_FILES = 500
MIGRATIONS = 1000
STEPS = (  # what four migrations after each other do with a table
    """create table item_{0} (
  id uuid primary key default gen_random_uuid(),
  organization_id text not null,
  title varchar(200) not null,
  price numeric(10, 2) not null default 0 check (price >= 0),
  created_at timestamptz not null default now(),
  unique (organization_id, title)
);
""",
    "alter table item_{0} add column note text, add column parent_id uuid references item_{0} on delete cascade;\n",
    """create index item_{0}_parent_id_idx on item_{0} (parent_id);
create index item_{0}_created_at_idx on item_{0} (organization_id, created_at desc) where note is null;
""",
    """alter table item_{0} rename column note to remark;
update item_{0} set remark = '' where remark is null;
alter table item_{0} alter column remark set not null;
""",
)
QUERY = "export const all = (db: Kysely<DB>) => db.selectFrom('item_0').select('id').limit(5).execute()\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table: what is run, and on which arguments."""

    name: str
    program: str
    arguments: tuple[str, ...] = ()


def main() -> None:
    """Measure every case and print the table."""
    options = parse()
    print("| run | median ms | fastest ms | modules |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        plain, migrated = write_plain_project(Path(folder) / "plain"), write_migrations(Path(folder) / "migrated")
        os.environ["KYSELYLINT_CACHE_DIR"] = str(Path(folder) / "cache")
        for case in cases(plain, migrated, options.applications):
            times = [milliseconds(case) for _ in range(options.runs)]
            print(f"| {case.name} | {statistics.median(times):.0f} | {min(times):.0f} | {modules(case)} |", flush=True)


def parse() -> argparse.Namespace:
    """The command line: how many runs, and which applications."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", "--runs", type=int, default=9)
    parser.add_argument("applications", nargs="*", type=Path)
    return parser.parse_args()


def cases(plain: Path, migrated: Path, applications: list[Path]) -> Iterator[Case]:
    """What is measured; the interpreter alone comes first, as the floor that no change can go below."""
    yield Case("python alone", "")
    yield Case("--version", PROGRAM, ("--version",))
    yield Case(f"{PLAIN_FILES} files without Kysely", PROGRAM, ("check", str(plain)))
    yield Case(f"{MIGRATIONS} migrations, anew", PROGRAM, ("schema", "--no-cache", str(migrated)))
    yield Case(f"{MIGRATIONS} migrations, unchanged", PROGRAM, ("schema", str(migrated)))
    yield Case("a commit of other files", PROGRAM, ("check", str(EXAMPLE / "apps/api/src/storage.ts")))
    yield Case(
        "a commit of queries", PROGRAM, ("check", "--fail-on=never", str(EXAMPLE / "apps/web/src/lib/server/todos.ts"))
    )
    for application in (EXAMPLE, *applications):
        yield Case(application.resolve().name, PROGRAM, ("check", "--fail-on=never", str(application)))


def write_plain_project(folder: Path) -> Path:
    """A TypeScript project that never calls Kysely."""
    folder.mkdir()
    for number in range(PLAIN_FILES):
        text = "".join(f"export const f{line} = (x: number) => x * {line + number}\n" for line in range(100))
        (folder / f"module{number}.ts").write_text(text)
    return folder


def write_migrations(folder: Path) -> Path:
    """A project with one query and a long history."""
    (folder / "migrations").mkdir(parents=True)
    (folder / "query.ts").write_text(QUERY)
    for number in range(MIGRATIONS):
        text = STEPS[number % len(STEPS)].format(number // len(STEPS))
        (folder / "migrations" / f"{20200101000000 + number}_step.sql").write_text(text)
    return folder


def milliseconds(case: Case) -> float:
    """Wall-clock time of one run in a process of its own."""
    start = time.perf_counter()
    run(case, case.program)
    return (time.perf_counter() - start) * 1000


def modules(case: Case) -> str:
    """How many modules the run had imported when it ended."""
    program = COUNTED if case.program else 'import sys; print("modules:", len(sys.modules))'
    return run(case, program).rpartition("modules:")[2].strip()


def run(case: Case, program: str) -> str:
    """What the program prints; a run that did not get to its end stops the benchmark."""
    command = [sys.executable, "-c", program, *case.arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (exits.CLEAN, exits.INCOMPLETE):
        sys.exit(f"{case.name}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
