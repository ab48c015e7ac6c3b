"""The text of a `sql` template, with a name in the place of everything that was spliced in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.query.expression import Expression, Identifier, Param, Raw, RawText, Ref, TableName

_SLOT = re.compile(r"slot__(\d+)")


@dataclass(slots=True)
class Template:
    """SQL text in which `slot__1` stands for the first of `slots`. `readable` is false where text is not known."""

    text: str = ""
    slots: list[Expression] = field(default_factory=list)
    readable: bool = True


def template(raw: Raw | RawText) -> Template:
    """The template of raw SQL, nested templates included."""
    made = Template()
    made.text = "".join(_parts(raw, made))
    return made


def _parts(part: str | Expression, made: Template) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Raw):
        for inner in part.parts:
            yield from _parts(inner, made)
    elif isinstance(part, RawText) and part.value_alone:
        yield from _parts(Param(part.value, part.span), made)
    elif isinstance(part, RawText):
        made.readable = made.readable and part.text is not None
        yield part.text or ""
    elif isinstance(part, Ref | TableName | Identifier) and not part.dynamic:
        yield ".".join(f'"{name}"' for name in _names(part))
    else:
        made.slots.append(part)
        yield f" slot__{len(made.slots)} "


def _names(part: Ref | TableName | Identifier) -> tuple[str, ...]:
    if isinstance(part, Identifier):
        return part.parts
    own = (part.schema, part.table, part.column) if isinstance(part, Ref) else (part.schema, part.name)
    return tuple(name for name in own if name)


def slot(name: str, slots: list[Expression]) -> Expression | None:
    """What a name in the text stands for, if it is a slot."""
    found = _SLOT.fullmatch(name)
    return slots[int(found[1]) - 1] if found and int(found[1]) <= len(slots) else None
