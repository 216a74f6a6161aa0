"""Reference values for RatioTests.cs.

    python3 ratios.py      # Debian's python3-scipy 1.10.1

The interval of a ratio of variances from the F distribution, Brown and Forsythe's p from scipy.stats.levene, and Fieller's interval by looking
for the ratios at which the paired t test has p = 0.05.
"""
import numpy as np
from scipy import optimize, stats

a = np.array([0.83, 0.86, 0.81, 0.87, 0.85, 0.84, 0.88, 0.79])
b = np.array([0.845, 0.85, 0.84, 0.852, 0.847, 0.849, 0.851, 0.838])
c = np.array([1.0, 2, 4, 3, 7.5, 1.25])
for first, second in [(a, b), (c, a)]:
    ratio = first.var(ddof=1) / second.var(ddof=1)
    low, high = stats.f.ppf([0.975, 0.025], len(first) - 1, len(second) - 1)
    print(repr(ratio), repr(ratio / low), repr(ratio / high), repr(stats.levene(first, second, center="median").pvalue))

numerator, denominator = np.array([0.11, 0.09, 0.13, 0.10, 0.12, 0.08]), np.array([0.20, 0.21, 0.19, 0.22, 0.18, 0.20])
critical = stats.t.ppf(0.975, 5)


def t(ratio):
    d = numerator - ratio * denominator
    return d.mean() / (d.std(ddof=1) / np.sqrt(6))


print(repr(numerator.mean() / denominator.mean()), repr(optimize.brentq(lambda r: t(r) - critical, 0, 0.52, xtol=1e-14)),
      repr(optimize.brentq(lambda r: t(r) + critical, 0.52, 2, xtol=1e-14)))
