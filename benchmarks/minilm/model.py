"""all-MiniLM-L6-v2 in NumPy: six layers of a transformer, read from the weights of its package.

The model's own library would bring torch; a text at a time needs neither padding nor
masks, and a matrix product is one there as here.

Sources: Devlin et al., arXiv:1810.04805 (the layers); Reimers, Gurevych, arXiv:1908.10084 (the
mean of the words as the vector of a text).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

Array = NDArray[np.float32]


class Model:
    """Gives a text its vector, as the model's own library would."""

    def __init__(self, directory: Path) -> None:
        self.config: dict[str, Any] = json.loads((directory / "config.json").read_text())
        said = json.loads((directory / "sentence_bert_config.json").read_text())
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(said["max_seq_length"])
        self._weights: dict[str, Array] = load_file(directory / "model.safetensors")

    def vector(self, text: str) -> Array:
        """The vector of a text, of length one."""
        numbers = self._tokenizer.encode(text).ids
        states = self._embedded(numbers)
        for at in range(self.config["num_hidden_layers"]):
            states = self._layer(f"encoder.layer.{at}", states)
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _embedded(self, numbers: list[int]) -> Array:
        tables = ("word", numbers), ("position", range(len(numbers))), ("token_type", [0])
        names = "embeddings.{}_embeddings.weight"
        rows = (self._weights[names.format(name)][list(at)] for name, at in tables)
        return self._even("embeddings.LayerNorm", sum(rows, np.zeros(1, np.float32)))

    def _layer(self, name: str, states: Array) -> Array:
        seen = self._dense(f"{name}.attention.output.dense", self._attended(name, states))
        states = self._even(f"{name}.attention.output.LayerNorm", states + seen)
        inner = self._dense(f"{name}.intermediate.dense", states)
        inner *= 0.5 * (1 + erf(inner * np.float32(2**-0.5)))
        return self._even(
            f"{name}.output.LayerNorm", states + self._dense(f"{name}.output.dense", inner)
        )

    def _attended(self, name: str, states: Array) -> Array:
        heads = self.config["num_attention_heads"]
        parts = (
            self._dense(f"{name}.attention.self.{part}", states).reshape(len(states), heads, -1)
            for part in ("query", "key", "value")
        )
        query, key, value = (np.moveaxis(part, 1, 0) for part in parts)
        scores = query @ np.swapaxes(key, 1, 2) * np.float32(query.shape[2] ** -0.5)
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        return np.moveaxis(shares @ value, 0, 1).reshape(states.shape)

    def _dense(self, name: str, states: Array) -> Array:
        return states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _even(self, name: str, states: Array) -> Array:
        """Each row with mean 0 and variance 1, then scaled and moved."""
        states = states - states.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.square(states).mean(axis=1, keepdims=True) + 1e-12)
        return states / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
