"""Independent reference values for the tests of Elucid.Lab.Statistics.

    python3 reference.py > Reference.cs      # Debian's python3-scipy 1.10.1, numpy 1.24.2

Student's t, Shapiro-Wilk and the normal approximation come from scipy. What scipy does not do exactly (signed ranks with ties and zeros) is
counted over all 2^n sign patterns; the critical values of large n come from exact integer counts.
"""
import itertools
import math

import numpy as np
import scipy
from scipy import special, stats

rng = np.random.default_rng(20160222)


def samples():
    yield "normal 3", rng.normal(1, 2, 3)
    yield "normal 5", rng.normal(0.5, 1, 5)
    yield "normal 6", rng.normal(0.8, 1, 6)
    yield "normal 10", rng.normal(0.3, 1, 10)
    yield "normal 11", rng.normal(0, 5, 11)
    yield "normal 12", rng.normal(1, 1, 12)
    yield "normal 20", rng.normal(0.2, 1, 20)
    yield "normal 50", rng.normal(0.2, 1, 50)
    yield "uniform 10", rng.uniform(-1, 2, 10)
    yield "uniform 50", rng.uniform(-1, 2, 50)
    yield "exponential 10", rng.exponential(1, 10)
    yield "exponential 20", rng.exponential(1, 20) - 0.5
    yield "exponential 50", rng.exponential(1, 50) - 0.5
    yield "cauchy 20", rng.standard_cauchy(20)
    yield "outlier 10", np.append(rng.normal(0, 1, 9), 30.0)
    yield "accuracies 10", np.array([2, 3, -1, 2, 0, 2, -3, 5, 1, 2]) / 397        # ties and a zero
    yield "accuracies 16", np.array([1, 1, -1, 2, 0, 0, 3, 3, -2, 4, 0, 1, 2, -1, 1, 5]) / 397
    yield "accuracies 40", rng.integers(-4, 7, 40) / 397


def t_quantile(df):
    """97.5 % quantile of Student's t; scipy 1.10's own t.ppf is right to nine digits only."""
    x = special.betaincinv(df / 2, 0.5, 0.05)
    return math.sqrt(df * (1 - x) / x)


def wilcoxon(x):
    d = np.round(x[x != 0] * 1e12) / 1e12
    n = len(d)
    ranks = stats.rankdata(np.abs(d))
    positive = ranks[d > 0].sum()
    if n > 25:
        return stats.wilcoxon(d, correction=True, mode="approx").pvalue
    low = min(positive, ranks.sum() - positive)
    sums = np.zeros(1)
    for rank in ranks:                                                          # every one of the 2^n sums, listed
        sums = np.concatenate([sums, sums + rank])
    return min(1.0, 2 * np.count_nonzero(sums <= low + 1e-9) / len(sums))


def signed_rank_counts(n):
    counts = [1]
    for rank in range(1, n + 1):
        counts = [a + b for a, b in zip(counts + [0] * rank, [0] * rank + counts)]
    return counts


def quantile(p, n):
    total, below = 2 ** n, 0
    for c, count in enumerate(signed_rank_counts(n)):
        below += count
        if below >= p * total:
            return c


def hodges_lehmann(x):
    n = len(x)
    walsh = np.sort([(x[i] + x[j]) / 2 for i in range(n) for j in range(i, n)])
    c = quantile(0.025, n) if n <= 25 else math.ceil(stats.norm.ppf(0.025, n * (n + 1) / 4, math.sqrt(n * (n + 1) * (2 * n + 1) / 24)) - 0.5)
    return np.median(walsh), (walsh[c - 1], walsh[len(walsh) - c]) if c else (math.nan, math.nan)


def number(v):
    return "double.NaN" if math.isnan(v) else repr(float(v))


print("// Made by reference.py, which says how. Do not edit.")
print("namespace Elucid.Lab.Tests.Statistics;\n")
print("static class Reference\n{")
print(f"    // scipy {scipy.__version__}, numpy {np.__version__}")
print("    public static readonly ReferenceSample[] Samples =\n    [")
for name, x in samples():
    n = len(x)
    mean, sd = x.mean(), x.std(ddof=1)
    half = t_quantile(n - 1) * sd / math.sqrt(n)
    w, p = stats.shapiro(x)
    hl, (hl_low, hl_high) = hodges_lehmann(x)
    fields = dict(Mean=mean, Deviation=sd, Lower=mean - half, Upper=mean + half, StudentP=stats.ttest_1samp(x, 0).pvalue, ShapiroW=w, ShapiroP=p, WilcoxonP=wilcoxon(x),
                  HodgesLehmann=hl, HodgesLehmannLower=hl_low, HodgesLehmannUpper=hl_high)
    print(f'        new("{name}", [{", ".join(number(v) for v in x)}])\n        {{')
    for key, value in fields.items():
        print(f"            {key} = {number(value)},")
    print("        },")
print("    ];\n")

print("    /// <summary>n and the 2.5 % quantile of the signed-rank statistic, from exact counts.</summary>")
print("    public static readonly (int Count, int Quantile)[] SignedRankQuantiles =")
print("        [" + ", ".join(f"({n}, {quantile(0.025, n)})" for n in [4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 24, 25, 26, 27, 30, 35, 40, 50, 80]) + "];\n")

print("    /// <summary>How often only the first, and only the second, side failed, and scipy.stats.binomtest(first, first + second).pvalue.</summary>")
print("    public static readonly (int OnlyFirst, int OnlySecond, double P)[] McNemar =")
print("        [" + ", ".join(f"({b}, {c}, {number(stats.binomtest(b, b + c).pvalue)})" for b, c in [(1, 0), (5, 0), (6, 0), (1, 7), (8, 2), (4, 4), (3, 12)]) + "];")
print("}")
