"""The peers on the same films: the usual recipe, one TF-IDF of 5,000 words, and libraries for sparse products."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity, linear_kernel
from sparse_dot_topn import sp_matmul_topn

from benchmarks.clock import Measurements, milliseconds, peak_mib, summary

K = 10


def texts(csv: Path) -> list[str]:
    """Return the text of each film for the usual recipe: overview, genres and keywords in one."""
    table = pd.read_csv(csv, usecols=["overview", "genres", "keywords"], keep_default_na=False)
    return (table["overview"] + " " + table["genres"] + " " + table["keywords"]).tolist()


def recipe(csv: Path) -> sp.csr_array:
    """Return the matrix of the usual recipe."""
    vectoriser = TfidfVectorizer(stop_words="english", max_features=5000)
    return sp.csr_array(vectoriser.fit_transform(texts(csv)))


def build(csv: Path) -> Measurements:
    """Build the usual recipe's matrix of `csv`, in this process."""
    start = time.perf_counter()
    matrix = recipe(csv)
    return {"seconds": round(time.perf_counter() - start, 2), "peak_mib": peak_mib(), "nnz": int(matrix.nnz)}


def queries(csv: Path, random: np.random.Generator, count: int) -> Measurements:
    """Return how long each peer takes to find the ten nearest films of `count` random films."""
    matrix = recipe(csv)
    rows = random.integers(0, matrix.shape[0], count).tolist()
    return {name: summary(milliseconds(run, rows)) for name, run in _peers(matrix, csv)}


def _peers(matrix: sp.csr_array, csv: Path) -> Iterator[tuple[str, Callable[[int], Any]]]:
    yield (
        "cosine_similarity + argsort",
        lambda row: np.argsort(cosine_similarity(matrix[[row]], matrix).ravel())[::-1][:K],
    )
    yield (
        "linear_kernel + argpartition",
        lambda row: np.argpartition(linear_kernel(matrix[[row]], matrix).ravel(), -K)[-K:],
    )
    transposed = sp.csr_matrix(matrix.T)
    rows = sp.csr_matrix(matrix)
    yield "sparse_dot_topn", lambda row: sp_matmul_topn(rows[row], transposed, top_n=K)
    yield "bm25s", _bm25(texts(csv))


def _bm25(documents: list[str]) -> Callable[[int], Any]:
    index = bm25s.BM25()
    index.index(bm25s.tokenize(documents, stopwords="en", show_progress=False), show_progress=False)

    def retrieve(row: int) -> object:
        query = bm25s.tokenize([documents[row] or "a"], stopwords="en", show_progress=False)
        return index.retrieve(query, k=K, show_progress=False)

    return retrieve
