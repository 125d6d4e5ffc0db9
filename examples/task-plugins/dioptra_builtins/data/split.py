"""Splits a list of samples into parts, the same ones for the same seed."""

import random
from typing import List, Sequence, Tuple, TypeVar

T = TypeVar("T")


def split(samples: Sequence[T], training_fraction: float = 0.8, seed: int = 0) -> Tuple[List[T], List[T]]:
    """Returns the training samples and the others.

    Args:
        samples: All samples, in any order.
        training_fraction: The part that is for training, between 0 and 1.
        seed: Another seed gives another split.
    """
    if not 0 < training_fraction < 1:
        raise ValueError(f"training_fraction must be between 0 and 1, got {training_fraction}")
    shuffled = list(samples)
    random.Random(seed).shuffle(shuffled)
    size = round(len(shuffled) * training_fraction)
    return shuffled[:size], shuffled[size:]
