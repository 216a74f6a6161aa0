"""The numbers of PrivacyAccountantTests: Rényi divergences of the subsampled Gaussian mechanism and the epsilon that they come to.

Whole orders by the binomial formula of Mironov, Talwar and Zhang 2019 (arXiv:1908.10530, section 3.3), others by Simpson's rule; conversion by
proposition 12 of Canonne, Kamath and Steinke 2020 (arXiv:2004.00010). Needs nothing but Python.
"""
import math


def of_whole_order(q, z, order):
    if q == 1:
        return order / (2 * z * z)
    terms = [math.lgamma(order + 1) - math.lgamma(k + 1) - math.lgamma(order - k + 1) + k * math.log(q) + (order - k) * math.log1p(-q)
             + (k * k - k) / (2 * z * z) for k in range(order + 1)]
    most = max(terms)
    return (most + math.log(sum(math.exp(t - most) for t in terms))) / (order - 1)


def of_any_order(q, z, order, steps=20000):
    if q == 1:
        return order / (2 * z * z)
    low, high = -12 * z, order + 12 * z
    step = (high - low) / steps
    terms = []
    for i in range(steps + 1):
        x = low + i * step
        likelihood = (2 * x - 1) / (2 * z * z)
        mixture = math.log1p(q * math.expm1(likelihood)) if likelihood < 600 else math.log(q) + likelihood
        weight = 1 if i in (0, steps) else 4 if i % 2 else 2
        terms.append(order * mixture - x * x / (2 * z * z) + math.log(weight))
    most = max(terms)
    return (most + math.log(sum(math.exp(t - most) for t in terms) * step / 3) - math.log(z * math.sqrt(2 * math.pi))) / (order - 1)


def epsilon(divergence, q, z, rounds, delta, orders):
    return min(rounds * divergence(q, z, a) + math.log((a - 1) / a) - (math.log(delta) + math.log(a)) / (a - 1) for a in orders)


for q, z, order in [(0.1, 1, 2), (0.1, 1, 8), (0.01, 1.1, 16), (0.5, 0.7, 3), (0.004, 1.3, 32), (0.2, 5, 64)]:
    print("divergence", q, z, order, repr(of_whole_order(q, z, order)))
for q, z, rounds, delta in [(0.01, 1.1, 10000, 1e-5), (250 / 60000, 1.3, 3600, 1e-5)]:
    print("epsilon, whole orders", q, z, rounds, delta, epsilon(of_whole_order, q, z, rounds, delta, range(2, 513)))
for q, z, rounds, delta in [(0.1, 1, 20, 1e-2), (1, 5, 20, 1e-3), (1, 1, 1, 1e-5)]:
    print("epsilon", q, z, rounds, delta, epsilon(of_any_order, q, z, rounds, delta, [a / 4 for a in range(8, 40)]))
