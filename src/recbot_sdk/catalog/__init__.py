"""The items: a catalogue of typed fields, inferred from any table."""

from .catalog import Catalog
from .embedding import Embedder
from .field import Field, Kind, Missing, Role
from .truth import Truth

__all__ = ["Catalog", "Embedder", "Field", "Kind", "Missing", "Role", "Truth"]
