"""The rules: each page of `rules/` with the check of the same name; the path is the only link between them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from kyselylint.finding import Confidence, Preset, Severity
from kyselylint.settings import Selector, Settings

URL = "https://github.com/kyselylint/kyselylint/blob/main/rules"
_FENCE = "\n```toml\n"
_METADATA = re.compile(r"\n```toml\n.*?\n```\n", re.DOTALL)
_EXPECTED = re.compile(r" *(?://|--) expect: .*")
_PRESETS = {preset.label: preset for preset in Preset}
# The entry points of a check: what it is called with.
_KINDS = ("check", "check_module", "check_project", "check_ignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The metadata of a rule's page. `silent_in` are the classes of paths in which the rule says nothing."""

    id: str
    summary: str
    severity: Severity
    confidence: Confidence = Confidence.HIGH
    preset: Preset = Preset.RECOMMENDED
    since: str = ""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    silent_in: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    @property
    def url(self) -> str:
        """Where the page can be read in a browser."""
        return f"{URL}/{self.id}.md"


@dataclass(frozen=True, slots=True)
class Check:
    """A judgement. `kind` is the name of its function, which says what it wants to be called with."""

    kind: str
    function: Callable[..., Any]
    options: type | None = None


@cache
def pages() -> Mapping[str, Page]:
    """Every page by rule id, sorted."""
    folder = directory()
    names = sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob("*/*.md"))
    return {name: _page(name, _header(text(name))) for name in names}


@cache
def directory() -> Path:
    """Where the pages are: in the installed package, or beside the sources of a checkout."""
    package = Path(__file__).parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"


def text(rule: str) -> str:
    """The whole page, as Markdown."""
    return (directory() / f"{rule}.md").read_text("utf-8")


def body(rule: str) -> str:
    """The page as people read it: without its title, its metadata and what is said to the tests."""
    prose = _METADATA.sub("\n", text(rule), count=1).partition("\n")[2]
    return _EXPECTED.sub("", prose).strip() + "\n"


@cache
def check(rule: str) -> Check:
    """The check of a rule; imported when it is first wanted."""
    module = import_module(module_name(rule))
    kind = next(kind for kind in _KINDS if hasattr(module, kind))
    return Check(kind, getattr(module, kind), _options(module))


def options(rule: str) -> tuple[tuple[str, object, str], ...]:
    """The options of a rule as its users write them: name, default, what it means."""
    kind = check(rule).options
    if kind is None:
        return ()
    defaults = kind()
    return tuple(
        (one.name.replace("_", "-"), getattr(defaults, one.name), one.metadata.get("doc", "")) for one in fields(kind)
    )


def module_name(rule: str) -> str:
    """The dotted name of the module that judges a rule."""
    return "kyselylint.checks." + rule.replace("-", "_").replace("/", ".")


def canonical(name: str) -> str:
    """The id that a name stands for today, if the rule was renamed."""
    return next((page.id for page in pages().values() if name in page.aliases), name)


def _options(module: ModuleType) -> type | None:
    found: type | None = getattr(module, "Options", None)
    return found


def _header(page: str) -> dict[str, Any]:
    return tomllib.loads(page.partition(_FENCE)[2].partition("\n```")[0])


def _page(rule: str, header: dict[str, Any]) -> Page:
    lists = {key: tuple(value) for key, value in header.items() if isinstance(value, list)}
    return Page(
        **{
            **header,
            **lists,
            "id": rule,
            "severity": Severity(header["severity"]),
            "confidence": Confidence(header.get("confidence", "high")),
            "preset": _PRESETS[header.get("preset", "recommended")],
        }
    )


def names() -> Iterator[str]:
    """Every name that --select and --ignore understand."""
    yield "all"
    yield from _PRESETS
    yield from sorted({page.group for page in pages().values()})
    yield from sorted({tag for page in pages().values() for tag in page.tags})
    for page in pages().values():
        yield page.id
        yield from page.aliases


def matching(name: str) -> tuple[str, ...]:
    """The ids of all rules that a name of --select or --ignore means."""
    return tuple(page.id for page in pages().values() if _specificity(name, page) is not None)


def enabled(page: Page, settings: Settings) -> bool:
    """Whether a rule runs on a file with these settings; the most specific selector decides."""
    if page.id in settings.disabled:
        return False
    chosen = _decisive(page, settings)
    return not any(one.selects for one in settings.selectors) if chosen is None else chosen.selects


def asked_for(page: Page, settings: Settings) -> bool:
    """Whether the user named the rule, which shows what a wider preset would show of it."""
    chosen = _decisive(page, settings)
    return page.id in settings.severities or (chosen is not None and chosen.selects)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was most likely meant; "" when none is near."""
    known = tuple(known)
    tails = [one for one in known if one.rpartition("/")[2] == name.rpartition("/")[2]]
    if tails:
        return tails[0]
    from difflib import get_close_matches  # only when something is wrong

    return next(iter(get_close_matches(name, known, n=1)), "")


def _decisive(page: Page, settings: Settings) -> Selector | None:
    ranked = [
        (specificity, selector.on_command_line, not selector.selects, selector)
        for selector in settings.selectors
        if (specificity := _specificity(selector.name, page)) is not None
    ]
    return max(ranked, key=lambda entry: entry[:3])[3] if ranked else None


def _specificity(name: str, page: Page) -> int | None:
    """How exactly a selector's name means the rule, 3 for its id; None when it does not mean it."""
    if name in (page.id, *page.aliases):
        return 3
    if name == page.group:
        return 2
    if name in page.tags:
        return 1
    wider = (name == "all", name in _PRESETS and page.preset <= _PRESETS.get(name, -1))
    return 0 if any(wider) else None
