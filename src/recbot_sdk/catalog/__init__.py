"""The items: a catalogue of typed fields, inferred from any table."""

from .catalog import Catalog
from .field import Field, Kind, Missing, Role
from .truth import Truth

__all__ = ["Catalog", "Field", "Kind", "Missing", "Role", "Truth"]
