#!/usr/bin/env python3
"""Writes wide.json and exact.json beside this file: elementary functions and activations to 40 digits, which the reference of the double lanes and
those lanes themselves must meet. The activations are the papers' formulas, so that no constant of the library proves itself.

Usage: python3 make_wide.py             (mpmath 1.2; Debian: python3-mpmath)

Each value is (high + low) · 2^exponent with two doubles, 1 <= |high| < 2: some 106 bits, whatever the magnitude. Inputs are doubles.
"""
import json
import pathlib

from mpmath import mp, mpf, ldexp

mp.prec = 1000        # 1 - erf and the like cancel; then rounded to two doubles


def wide(y):
    if y == 0:
        return [0.0, 0.0, 0]
    exponent = int(mp.floor(mp.log(abs(y), 2)))
    scaled = ldexp(y, -exponent)
    high = float(scaled)
    return [high, float(scaled - mpf(high)), exponent]


def density(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


REAL = [1e-300, 1e-20, 1e-10, 1e-5, 0.001, 0.0625, 0.1, 0.25, 0.3465, 0.3466, 0.5, 0.6931471805599453, 0.75, 1.0, 1.0397, 1.5, 2.0, 2.5, 3.0,
        3.9, 4.0, 4.1, 5.0, 5.65, 5.67, 6.0, 7.5, 8.3, 10.0, 12.0, 17.0, 20.0, 26.5, 30.0, 37.4, 38.5]
LARGE = [100.0, 300.5, 700.0, 709.78, 745.13, 1000.0, 12345.678]
BOTH = [-x for x in reversed(REAL)] + REAL
FUNCTIONS = {
    "exp": (lambda x: mp.exp(x), BOTH + LARGE + [-x for x in LARGE]),
    "expm1": (lambda x: mp.expm1(x), BOTH + LARGE + [-x for x in LARGE]),
    "log": (lambda x: mp.log(x), REAL + LARGE + [0.999, 1.001, 1 + 2**-52, 1 - 2**-53, 1.4142135623730951, 1.49, 1.51, 5e-324, 1.7e308]),
    "log1p": (lambda x: mp.log1p(x), REAL + LARGE + [-x for x in REAL if x < 1] + [-1 + 2**-53, 1e300]),
    "tanh": (lambda x: mp.tanh(x), BOTH),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), BOTH + LARGE + [-x for x in LARGE]),
    "erf": (lambda x: mp.erf(x), BOTH),
    "normal cdf": (cdf, BOTH + [-100.0]),
    "normal density": (density, BOTH + [100.0]),
    "scaled normal tail": (lambda x: cdf(-x) * mp.exp(x * x / 2), REAL + [100.0, 12345.678]),
    "sqrt": (lambda x: mp.sqrt(x), REAL + LARGE),
}


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def mish(x):
    return x * mp.tanh(mp.log1p(mp.exp(x)))


def gelu_tanh(x):
    return x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mpf("0.044715") * x**3)))


# SELU's function has by definition the doubles nearest to its constants; of a derivative that has more digits nobody complains.
LAMBDA, LAMBDA_ALPHA = mpf(1.0507009873554804934193349852946), mpf(1.0507009873554804934193349852946 * 1.6732632423543772848170429916717)
EXACT_LAMBDA_ALPHA = mpf("1.0507009873554804934193349852946") * mpf("1.6732632423543772848170429916717")
POINTS = [-38.0, -30.0, -21.5, -17.4, -9.3, -5.5, -3.75, -2.6, -1.7, -1.1, -0.8, -0.55, -0.3465, -0.2, -0.06, -0.001, -1e-9, 1e-9, 0.01, 0.3, 0.9, 1.4, 2.7, 5.1, 11.0, 20.3, 40.0]
ACTIVATIONS = {
    "elu": (lambda x: x if x > 0 else mp.expm1(x), lambda x: mpf(1) if x > 0 else mp.exp(x)),
    "selu": (lambda x: LAMBDA * x if x > 0 else LAMBDA_ALPHA * mp.expm1(x), lambda x: LAMBDA if x > 0 else EXACT_LAMBDA_ALPHA * mp.exp(x)),
    "gelu": (lambda x: x * cdf(x), lambda x: cdf(x) + x * density(x)),
    "gelu-tanh": (gelu_tanh, lambda x: mp.diff(gelu_tanh, x)),
    "swish": (lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * sigmoid(-x))),
    "mish": (mish, lambda x: mp.diff(mish, x)),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), sigmoid),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "tanh": (mp.tanh, lambda x: 1 / mp.cosh(x) ** 2),
}


def write(name, functions):
    blocks = [f' "{key}": [\n' + ",\n".join("  " + json.dumps(row) for row in rows) + "\n ]" for key, rows in functions.items()]
    (pathlib.Path(__file__).parent / name).write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write("wide.json", {name: [[x] + wide(f(mpf(x))) for x in points] for name, (f, points) in FUNCTIONS.items()})
    write("exact.json", {name: [[x] + wide(f(mpf(x))) + wide(d(mpf(x))) for x in POINTS] for name, (f, d) in ACTIVATIONS.items()})
