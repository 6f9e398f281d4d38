"""The few type aliases that every part shares."""

from collections.abc import Hashable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue as JsonValue
from pydantic import StrictBool, StrictFloat, StrictInt, StrictStr

ItemId: TypeAlias = Hashable
"""An item's id as the integrator's own table and host write it: any hashable value."""
ItemKey: TypeAlias = StrictInt | StrictStr
"""The JSON-plain form of an item id (`Catalog.key`): what memory, cursors and graph state hold."""
UserId: TypeAlias = str
Rows: TypeAlias = NDArray[np.int64]
"""Row numbers of the catalogue, never stored beyond a turn."""
Mask: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Value: TypeAlias = StrictBool | StrictInt | StrictFloat | StrictStr
"""A field's value in a predicate. Dates are ISO strings ("2004-01-31")."""
Polarity: TypeAlias = Literal["like", "dislike"]
Scope: TypeAlias = Literal["session", "standing", "turn"]
Stage: TypeAlias = Literal["source", "constrain", "score", "fuse", "arrange"]
STAGES: tuple[Stage, ...] = ("source", "constrain", "score", "fuse", "arrange")
AnyArray: TypeAlias = NDArray[Any]

__all__ = [
    "STAGES",
    "AnyArray",
    "Floats",
    "ItemId",
    "ItemKey",
    "JsonValue",
    "Mask",
    "Polarity",
    "Rows",
    "Scope",
    "Stage",
    "UserId",
    "Value",
]
