"""The arithmetic of small heads, in numpy: what torch calls the same gives the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit: Hendrycks and Gimpel (2016), arXiv:1606.08415."""
    found: Floats = values * 0.5 * (1 + _erf(values / np.sqrt(2)))
    return found


def _erf(values: Floats) -> Floats:
    """Return the error function, within 1.5e-7: Abramowitz and Stegun (1964), 7.1.26."""
    sign, x = np.sign(values), np.abs(values)
    t = 1 / (1 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    found: Floats = (sign * (1 - series * np.exp(-x * x))).astype(np.float32)
    return found


def sigmoid(values: Floats) -> Floats:
    """Return the logistic function, of values beyond ±30 as of these."""
    found: Floats = (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return found
