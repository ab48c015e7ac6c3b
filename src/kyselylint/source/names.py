"""What a file's name alone says: whether it is looked at, and if not, why."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")
JAVASCRIPT = (".js", ".jsx", ".mjs", ".cjs")
EXTENSIONS = TYPESCRIPT + JAVASCRIPT
DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")

# Written by tools and never by people, whether or not git ignores them.
_GENERATED = frozenset(
    (
        "node_modules",
        "bower_components",
        ".git",
        "dist",
        ".next",
        ".nuxt",
        ".output",
        ".svelte-kit",
        ".turbo",
        ".vercel",
        "coverage",
    )
)
# `build` may be a directory of sources, but compilers write only JavaScript and declarations into it.
_OUTPUT = frozenset(("build", "out"))


def is_code(path: str) -> bool:
    """TypeScript or JavaScript, declarations included."""
    return path.endswith(EXTENSIONS)


def is_declaration(path: str) -> bool:
    """Types without code: read to learn the database, never judged."""
    return path.endswith(DECLARATIONS)


def skip_reason(path: str) -> str:
    """Why a discovered code file (relative path, forward slashes) is left out; "" when it is not."""
    directories = posixpath.dirname(path).split("/")
    if not _GENERATED.isdisjoint(directories):
        return "generated"
    if not _OUTPUT.isdisjoint(directories) and (path.endswith(JAVASCRIPT) or is_declaration(path)):
        return "generated"
    return "minified" if ".min." in posixpath.basename(path) else ""


def pruned(directory: str) -> bool:
    """A directory that a walk does not enter, by its own name."""
    return directory in _GENERATED


def typescript_twins(path: str) -> tuple[str, ...]:
    """The files that `a.js` may have been compiled from; empty for TypeScript."""
    stem, extension = posixpath.splitext(path)
    return tuple(stem + other for other in TYPESCRIPT) if extension in JAVASCRIPT else ()


def upwards(path: str) -> Iterator[str]:
    """The path itself and every directory above it, up to ""."""
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield ""
