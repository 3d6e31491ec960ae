"""Dataclasses that cost nothing until one of them is made.

The standard library compiles six methods for each dataclass when its module is loaded: for the two
hundred of opsplan that is half of the time that a command takes. Here the one method that has to
be compiled, `__init__`, is made with the first instance; the others need no code of their own. Type
checkers see the standard library's.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass", "field", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    T = TypeVar("T")

    def dataclass(
        cls: type[T] | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> Any:
        """`dataclasses.dataclass` with the options that opsplan uses; bases have no fields."""
        if cls is None:
            return lambda decorated: _made(decorated, frozen, slots, eq)
        return _made(cls, frozen, slots, eq)

    class _Field:
        """An attribute: its default (`...` is none), or what makes it; whether it is compared."""

        __slots__ = ("compare", "default", "default_factory", "kw_only")

        def __init__(
            self,
            default: Any = ...,
            default_factory: Callable[[], Any] | None = None,
            compare: bool = True,
            kw_only: bool = False,
        ) -> None:
            self.default = default
            self.default_factory = default_factory
            self.compare = compare
            self.kw_only = kw_only

    def field(
        *,
        default: Any = ...,
        default_factory: Callable[[], Any] | None = None,
        compare: bool = True,
        kw_only: bool = False,
    ) -> Any:
        """`dataclasses.field`, as the default of an attribute."""
        return _Field(default, default_factory, compare, kw_only)

    def replace(value: T, /, **changes: Any) -> T:
        """`dataclasses.replace`: the value with other fields."""
        names = value.__match_args__
        return type(value)(**{name: getattr(value, name) for name in names} | changes)

    def _made(cls: type[T], frozen: bool, slots: bool, eq: bool) -> type[T]:
        """The class with its methods; `...` is no default."""
        fields = {name: _field(cls, name) for name in cls.__annotations__}
        names = tuple(fields)
        body: dict[str, Any] = {"__match_args__": names, "__repr__": _repr, "__fields__": fields}
        if eq:
            body |= _equality(tuple(n for n in names if fields[n].compare), frozen)
        if frozen:
            body |= {"__setattr__": _refuse, "__delattr__": _refuse}
        if frozen and slots:
            body |= {"__getstate__": _getstate, "__setstate__": _setstate}
        own = {k: v for k, v in cls.__dict__.items() if k not in ("__dict__", "__weakref__")}
        if slots:
            own = {k: v for k, v in own.items() if k not in fields} | {"__slots__": names}
        else:
            own |= {n: f.default for n, f in fields.items() if f.default is not ...}
            own = {k: v for k, v in own.items() if not isinstance(v, _Field)}
        made = type(cls)(cls.__name__, cls.__bases__, body | own)
        made.__qualname__ = cls.__qualname__
        if "__init__" not in own:
            made.__init__ = _first(made, frozen)
        return made

    def _field(cls: type, name: str) -> _Field:
        found = cls.__dict__.get(name, ...)
        return found if isinstance(found, _Field) else _Field(found)

    def _equality(compared: tuple[str, ...], frozen: bool) -> dict[str, Any]:
        key = attrgetter(*compared) if compared else type

        def equal(self: Any, other: object) -> Any:
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

        def hashed(self: Any) -> int:
            return hash(key(self))

        return {"__eq__": equal, "__hash__": hashed if frozen else None}

    def _repr(self: Any) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({shown})"

    def _refuse(self: Any, name: str, _: object = None) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def _getstate(self: Any) -> list[Any]:
        return [getattr(self, name) for name in self.__match_args__]

    def _setstate(self: Any, state: list[Any]) -> None:
        for name, value in zip(self.__match_args__, state, strict=True):
            object.__setattr__(self, name, value)

    def _first(cls: type, frozen: bool) -> Callable[..., None]:
        """An `__init__` that compiles the true one, puts it in its place and calls it."""

        def first(self: Any, *args: Any, **kwargs: Any) -> None:
            cls.__init__ = _init(cls, frozen)
            cls.__init__(self, *args, **kwargs)

        return first

    def _init(cls: type, frozen: bool) -> Callable[..., None]:
        """The `__init__` that the standard library would write."""
        known: dict[str, Any] = {"_set": object.__setattr__, "_missing": ...}
        given, named, lines = [], [], []
        for name, each in cls.__fields__.items():
            value = name
            if each.default_factory is not None:
                known[f"_make_{name}"] = each.default_factory
                value = f"_make_{name}() if {name} is _missing else {name}"
                wanted = f"{name}=_missing"
            elif each.default is not ...:
                known[f"_default_{name}"] = each.default
                wanted = f"{name}=_default_{name}"
            else:
                wanted = name
            (named if each.kw_only else given).append(wanted)
            lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            lines.append("self.__post_init__()")
        parameters = ", ".join(["self", *given, *(["*", *named] if named else [])])
        exec(f"def __init__({parameters}):\n " + "\n ".join(lines or ["pass"]), known)
        return known["__init__"]
