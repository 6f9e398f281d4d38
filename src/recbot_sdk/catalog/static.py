"""The embedder of the `vectors` extra: a vector for each piece of a word, in the package itself. No model runs, no network."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import MissingExtraError

_LOADING = threading.Lock()


class StaticEmbedder:
    """WordLlama's vectors of 256 numbers: the mean over the pieces of a text, some 15,000 texts a second.

    Raises:
        MissingExtraError: The extra `vectors` is not installed.
    """

    def __init__(self) -> None:
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        try:
            import wordllama
        except ImportError as error:
            raise MissingExtraError("wordllama", "vectors") from error
        finally:  # importing it configures the logging of the whole process
            root.handlers[:] = handlers
            root.setLevel(level)
        self._folder = Path(wordllama.__file__).parent

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 256) float32; the weights are read at the first call."""
        plain = [text.casefold().encode("utf8", "ignore").decode() for text in texts]
        said = [place for place, text in enumerate(plain) if text.strip()]
        vectors = np.zeros((len(plain), 256), np.float32)
        if said:
            with np.errstate(invalid="ignore"):
                vectors[said] = np.nan_to_num(_model(self._folder).embed([plain[place] for place in said]))
        return vectors


@cache
def _model(folder: Path) -> Any:
    from wordllama import WordLlama

    with _LOADING:
        return WordLlama.load(cache_dir=folder, disable_download=True)
