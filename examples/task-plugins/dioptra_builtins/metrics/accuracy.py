"""The part of the predictions that are right."""

from typing import Sequence


def accuracy(expected: Sequence[int], predicted: Sequence[int]) -> float:
    """Returns a number from 0 to 1.

    Args:
        expected: The class of each sample.
        predicted: What a model says, in the same order.
    """
    if len(expected) != len(predicted) or len(expected) == 0:
        raise ValueError(f"predicted must be of the length of expected, got {len(predicted)} for {len(expected)}")
    return sum(one == other for one, other in zip(expected, predicted)) / len(expected)
