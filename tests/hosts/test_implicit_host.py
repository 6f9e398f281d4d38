"""A trained model of `implicit` as a host: seen items stay out, strangers get nothing, ids are the catalogue's."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import recbot_sdk as rb
from recbot_sdk.errors import HostError
from recbot_sdk.hosts import as_host, from_implicit, normal_rows
from recbot_sdk.testing.hosts import check_host

pytest.importorskip("implicit")
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import CosineRecommender
from scipy.sparse import csr_matrix

USERS, ITEMS = 40, 30
RNG = np.random.default_rng(5)
TASTE = RNG.random((USERS, ITEMS)) < np.where((np.arange(USERS)[:, None] + np.arange(ITEMS)) % 2, 0.5, 0.05)
TASTE[7] = False
MATRIX = csr_matrix(TASTE.astype(np.float32))
IDS = [f"item-{i}" for i in range(ITEMS)]
NAMES = [f"user {u}" for u in range(USERS)]
CATALOG = rb.Catalog.from_records([{"id": i, "name": i.title()} for i in IDS], id="id", title="name")


def trained(kind: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of threads and of a matrix's format: matters of speed, not of results
        model = (
            AlternatingLeastSquares(factors=8, iterations=4, random_state=1, num_threads=1)
            if kind == "als"
            else CosineRecommender(K=20, num_threads=1)
        )
        model.fit(MATRIX, show_progress=False)
    return model


MODELS = {kind: trained(kind) for kind in ("als", "cosine")}


@pytest.mark.parametrize("kind", MODELS)
def test_seen_items_stay_out_however_many_are_asked_for(kind: str) -> None:
    host = from_implicit(MODELS[kind], MATRIX, IDS, NAMES)
    for n in (5, ITEMS, 10 * ITEMS):
        answer = host.ask("user 3", n)
        seen = {IDS[i] for i in np.flatnonzero(TASTE[3])}
        assert not seen.intersection(answer.ids)
        assert answer.scores is not None
        assert np.isfinite(np.asarray(answer.scores)).all()
    if kind == "als":
        assert len(host.ask("user 3", ITEMS)) == ITEMS - len(seen)


@pytest.mark.parametrize("kind", MODELS)
def test_it_keeps_the_host_protocol(kind: str) -> None:
    report = check_host(from_implicit(MODELS[kind], MATRIX, IDS, NAMES), CATALOG, NAMES[:4])
    assert report.ok, str(report)


def test_the_order_and_the_scores_are_the_models_own() -> None:
    model = MODELS["als"]
    columns, scores = model.recommend(3, MATRIX[3], N=5)
    host = from_implicit(model, MATRIX, IDS, NAMES)
    answer = host.ask("user 3", 5)
    assert list(answer.ids) == [IDS[c] for c in columns]
    np.testing.assert_array_equal(np.asarray(answer.scores), scores)
    np.testing.assert_allclose(host.score("user 3", answer.ids), scores, rtol=1e-5)


@pytest.mark.parametrize("kind", MODELS)
def test_unknown_items_score_nan_and_strangers_get_nothing(kind: str) -> None:
    host = from_implicit(MODELS[kind], MATRIX, IDS, NAMES)
    assert np.isnan(host.score("user 3", ["nobody"])).all()
    for stranger in ("user 7", "user 999", ""):
        assert len(host.ask(stranger, 5)) == 0
        assert np.isnan(host.score(stranger, IDS)).all()
    assert not np.isnan(host.score("user 3", IDS)).all()


def test_without_user_ids_a_user_is_a_row() -> None:
    host = from_implicit(MODELS["als"], MATRIX, IDS)
    named = from_implicit(MODELS["als"], MATRIX, IDS, NAMES)
    assert list(host.ask("3", 5).ids) == list(named.ask("user 3", 5).ids)
    assert len(host.ask("4000", 5)) == len(host.ask("-1", 5)) == len(host.ask("me", 5)) == 0


def test_numpy_ids_come_out_as_plain_values() -> None:
    host = from_implicit(MODELS["als"], MATRIX, np.arange(100, 100 + ITEMS), np.arange(USERS))  # type: ignore[arg-type]
    ids = host.ask("3", 5).ids
    assert all(type(item) is int for item in ids)
    assert np.isfinite(host.score("3", ids)).all()
    assert host.item_vectors(list(ids)).shape == (5, 8)


def test_shapes_that_disagree_are_refused() -> None:
    with pytest.raises(HostError, match="one id a column"):
        from_implicit(MODELS["als"], MATRIX, IDS[:-1])
    with pytest.raises(HostError, match="one id a row"):
        from_implicit(MODELS["als"], MATRIX, IDS, NAMES[:-1])
    with pytest.raises(HostError, match="sparse matrix"):
        from_implicit(MODELS["als"], TASTE, IDS)
    with pytest.raises(HostError, match=r"rb\.hosts\.from_implicit"):
        as_host(MODELS["als"])


def test_its_normal_form_is_in_the_catalogue() -> None:
    answer = from_implicit(MODELS["als"], MATRIX, IDS, NAMES).ask("user 1", 10)
    assert len(normal_rows(answer, CATALOG)) == 10
