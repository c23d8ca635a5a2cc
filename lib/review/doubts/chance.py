"""How rarely chance alone makes what is seen, in powers of ten: 6 is less than once in a million."""

import numpy as np

from lib.review.doubts.cells import Numbers


def against(share: Numbers) -> Numbers:
    """−log10 of a chance."""
    powers: Numbers = -np.log10(share)
    return powers


def at_least(seen: Numbers, of: Numbers, usual: Numbers) -> Numbers:
    """That `seen` or more `of` so many do what each does with chance `usual`: 0 where it is not more than usual.

    Chernoff's bound of the binomial tail (with different chances of their mean, Hoeffding 1963, theorem 1): the chance
    is never more than this says.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share = seen / of
        # where none or all were seen, the term of the other side is 0, though its logarithm is infinite
        more = np.where(seen > 0, share * np.log(share / usual), 0.0)
        less = np.where(seen < of, (1 - share) * np.log((1 - share) / (1 - usual)), 0.0)
        powers = of * (more + less) / np.log(10)
    rare: Numbers = np.where((of > 0) & (share > usual), powers, 0.0)
    return rare
