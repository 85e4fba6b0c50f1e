"""The valid part of data that is not valid as a whole."""

from __future__ import annotations

from decimal import Decimal
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

VALID_PART: Final = {"valid_part": True}
"""The context in which models keep what is valid, instead of raising an error."""
_CONFIG = ConfigDict(str_strip_whitespace=True)  # as in models.Model
_M = TypeVar("_M", bound=BaseModel)


def valid_part(model: type[_M], data: Mapping[str, Any]) -> _M:
    """A `model` with the valid fields of `data`; all others are empty.

    The same goes for nested models and for the items of lists, which keep their places. Empty is
    the default, else a value like "", () or 0; for dates and web addresses it is None.
    """
    values = {name: _field(info, data.get(name)) for name, info in model.model_fields.items()}
    return model.model_construct(**values)


def _field(info: FieldInfo, data: Any) -> Any:
    annotation = info.rebuild_annotation()
    if info.is_required():
        return _value(annotation, data, _empty(annotation))
    default = info.get_default(call_default_factory=True)
    return default if data is None else _value(annotation, data, default)


def _value(annotation: Any, data: Any, empty: Any) -> Any:
    """`data` if it is valid, else its valid items if it is a list or a mapping, else `empty`."""
    holder = create_model("Holder", __config__=_CONFIG, value=(annotation, ...))
    try:
        return holder.model_validate({"value": data}, context=VALID_PART).value  # type: ignore[attr-defined]
    except ValidationError:
        pass
    kind, inner = _kind(annotation)
    if kind is tuple and isinstance(data, list):
        return tuple(_value(inner[0], item, _empty(inner[0])) for item in data)
    if kind is dict and isinstance(data, dict):
        return {key: _value(inner[1], item, _empty(inner[1])) for key, item in data.items()}
    return empty


def _empty(annotation: Any) -> Any:
    kind, inner = _kind(annotation)
    if kind is Literal:
        return inner[0]
    if kind in {Union, UnionType}:
        return None if NoneType in inner else _empty(inner[0])
    if issubclass(kind, BaseModel):
        return valid_part(kind, {})
    return kind() if kind in {str, int, bool, Decimal, tuple, dict} else None


def _kind(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """`dict` and its arguments, of `Annotated[dict[str, int], …]`; other types likewise."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return get_origin(annotation) or annotation, get_args(annotation)
