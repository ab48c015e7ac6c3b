"""Times the reading of queries as code grows: many functions, one long one, a helper called for each query.

    python benchmarks/growth.py [-n QUERIES]

Prints a table: for N and ten times N queries, the milliseconds of parsing and of evaluating, microseconds per query,
and how much a query costs at ten times the size (1.0: cost grows linearly). Processor time of this process, best of 3.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kyselylint.evaluate.read import read_project
from kyselylint.query.facts import Project
from kyselylint.syntax.tree import parse

HEAD = """import { Kysely, SelectQueryBuilder } from 'kysely'
interface DB { todo: { id: string; title: string; n: number; org: string; list: string }; list: { id: string } }
function scoped<O>(qb: SelectQueryBuilder<DB, 'todo', O>, org: string) { return qb.where('todo.org', '=', org) }
"""
JOINED = (
    "db.selectFrom('todo').innerJoin('list', 'list.id', 'todo.list').select(['todo.id', 'title'])"
    ".where('todo.org', '=', org).where('n', '=', {number}).executeTakeFirst()"
)
SCOPED = "scoped(db.selectFrom('todo').select('id'), org).where('n', '=', {number}).limit(1).executeTakeFirst()"
RUNS = 3


@dataclass(frozen=True, slots=True)
class OneFile:
    """A project of one file."""

    text: bytes
    candidates: tuple[str, ...] = ("main.ts",)
    files: tuple[str, ...] = ("main.ts",)

    def read(self, path: str) -> bytes | None:
        """The file's bytes."""
        return self.text if path in self.files else None


def functions(query: str, count: int, keyword: str = "export ") -> bytes:
    """A function for each query."""
    parameters = "db: Kysely<DB>, org: string"
    bodies = (f"  return {query.format(number=number)}\n" for number in range(count))
    text = "".join(f"{keyword}async function f{i}({parameters}) {{\n{body}}}\n" for i, body in enumerate(bodies))
    return (HEAD + text).encode()


def one_function(query: str, count: int) -> bytes:
    """All queries in one function."""
    text = "".join(f"  await {query.format(number=number)}\n" for number in range(count))
    return f"{HEAD}export async function all(db: Kysely<DB>, org: string) {{\n{text}}}\n".encode()


SHAPES: dict[str, tuple[Callable[[str, int], bytes], str]] = {
    "a function for each query": (functions, JOINED),
    "a function for each query, not exported": (partial(functions, keyword=""), JOINED),
    "all queries in one function": (one_function, JOINED),
    "a helper called from each function": (functions, SCOPED),
    "a helper called in one function": (one_function, SCOPED),
}


def main() -> None:
    """Measure every shape at both sizes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", "--queries", type=int, default=1_000)
    count = parser.parse_args().queries
    print("| code | queries | KB | parse ms | evaluate ms | µs per query | growth |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, (write, query) in SHAPES.items():
        first = 0.0
        for size in (count, 10 * count):
            text = write(query, size)
            parsing = best(lambda text=text: parse("main.ts", text))
            evaluating = best(lambda text=text, size=size: checked(read_project(OneFile(text)), size)) - parsing
            first = first or evaluating
            growth = "" if size == count else f"{evaluating / first / 10:.2f}"
            print(
                f"| {name} | {size:,} | {len(text) / 1000:.0f} | {parsing * 1000:.0f} | {evaluating * 1000:.0f} "
                f"| {evaluating / size * 1e6:.0f} | {growth} |",
                flush=True,
            )


def best(work: Callable[[], object]) -> float:
    """The least processor time of a few runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def checked(project: Project, queries: int) -> Project:
    """The project, in which every query must be there and whole: a fast wrong answer is none."""
    found = [query for module in project.modules for query in module.queries]
    if len(found) != queries or not all(query.complete and query.where for query in found):
        raise SystemExit(f"{len(found)} of {queries} queries, or some without their conditions")
    return project


if __name__ == "__main__":
    main()
