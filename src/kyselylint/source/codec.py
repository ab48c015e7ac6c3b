"""Frozen dataclasses as JSON and back, without running anything that a file says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Decode = Callable[[Any], Any]
_PLAIN = (str, int, float, bool, NoneType)


class WrongTypeError(ValueError):
    """The data are not what the type says."""


def encode(value: object) -> object:
    """The value as JSON has it: a dataclass is a list that begins with its class's name."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    kind: Any = type(value)
    return [kind.__name__, *(encode(getattr(value, name)) for name in _names(kind))]


def decode(kind: type[T], data: object) -> T:
    """The value of that type; raises WrongTypeError for data that `encode` did not make of one."""
    return cast("T", _decoder(cast("Any", kind))(data))


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - as of `_decoder`
    return tuple(field.name for field in fields(kind))


@cache
def _decoder(kind: Any) -> _Decode:  # noqa: ANN401 - a type as it is annotated
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple(arguments[0])
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        return _mapping(arguments[1])
    if origin in (Union, UnionType):
        return _union(arguments)
    if is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _plain(kind)


def _plain(kind: type) -> _Decode:
    def decoded(data: Any) -> Any:  # noqa: ANN401
        if type(data) is not kind:
            raise WrongTypeError(f"{data!r} is no {kind}")
        return data

    return decoded


def _tuple(item: object) -> _Decode:
    one = _decoder(item)

    def decoded(data: Any) -> Any:  # noqa: ANN401
        if type(data) is not list:
            raise WrongTypeError(f"{data!r} is no list")
        return tuple(map(one, data))

    return decoded


def _mapping(item: object) -> _Decode:
    one = _decoder(item)

    def decoded(data: Any) -> Any:  # noqa: ANN401
        if type(data) is not dict:
            raise WrongTypeError(f"{data!r} is no object")
        return {key: one(value) for key, value in data.items()}

    return decoded


def _union(kinds: tuple[Any, ...]) -> _Decode:
    """Told apart by the class that the data name, or by the type that JSON has."""
    plain = {kind for kind in kinds if kind in _PLAIN}
    others = [kind for kind in kinds if kind not in plain]
    named: dict[str, Any] = {getattr(kind, "__name__", ""): kind for kind in others if is_dataclass(kind)}
    rest = next((kind for kind in others if not is_dataclass(kind)), None)

    def decoded(data: Any) -> Any:  # noqa: ANN401
        if type(data) in plain:
            return data
        if type(data) is list and data and type(data[0]) is str and data[0] in named:
            return _decoder(named[data[0]])(data)
        if rest is None:
            raise WrongTypeError(f"{data!r} is none of {kinds}")
        return _decoder(rest)(data)

    return decoded


def _dataclass(kind: Any) -> _Decode:  # noqa: ANN401
    hints = get_type_hints(kind)
    names = _names(kind)
    decoders: list[_Decode] = []

    def decoded(data: Any) -> Any:  # noqa: ANN401
        if not decoders:  # late, since a class may hold itself
            decoders.extend(_decoder(hints[name]) for name in names)
        if type(data) is not list or len(data) != len(names) + 1 or data[0] != kind.__name__:
            raise WrongTypeError(f"{data!r} is no {kind.__name__}")
        return kind(*(one(item) for one, item in zip(decoders, data[1:], strict=True)))

    return decoded
