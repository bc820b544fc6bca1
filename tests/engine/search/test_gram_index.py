"""The grams of names are weighted as scikit-learn weights terms."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from engine.search.gram_index import build_grams
from engine.search.text import trigrams

WORDS = st.sampled_from(["alien", "aliens", "a", "brazil", "heat", "the", "thing"])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=12))
def test_a_name_has_the_weights_and_the_length_that_scikit_learn_gives_it(names: list[list[str]]) -> None:
    index = build_grams(names, trigrams)
    has_gram = index.postings.T.tocsr().astype(bool).astype(np.float32)
    weighted = TfidfTransformer(norm=None).fit(has_gram)
    np.testing.assert_array_equal(index.idf, weighted.idf_)
    vectors = weighted.transform(has_gram).toarray()
    np.testing.assert_array_equal(index.postings.toarray(), vectors.T)
    np.testing.assert_allclose(index.norms, np.linalg.norm(vectors, axis=1), rtol=1e-6)
