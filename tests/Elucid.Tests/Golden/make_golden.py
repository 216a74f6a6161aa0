#!/usr/bin/env python3
"""Writes the golden values beside this file: what PyTorch computes, in double precision, for the tests to compare with.

Usage: python3 make_golden.py            (PyTorch 1.13, NumPy 1.24; any newer ones should write the same numbers to 12 digits)

Inputs are rounded to float32 first, so that both libraries start from the same numbers. All sources of numbers are written out
below: the script is deterministic, and running it twice gives the same bytes.

PyTorch 1.13 is itself inaccurate in places, in double precision too: elu, celu and selu are exp(x) - 1, softplus is linear above
20, and mish, silu and gelu multiply a rounded gate. There the formula is evaluated with expm1, log1p and erfc instead, and
PyTorch must agree to 1e-8: it proves the formula and the value at a kink, the formula gives the digits.
"""
import json
import math
import pathlib

import numpy
import torch
from torch.nn import functional

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def write(name, content):
    text = json.dumps(content, indent=1)
    # One line per list of numbers: readable, and small differences give small diffs.
    text = "".join(line.strip() + " " if is_number(line) else line for line in text.splitlines(keepends=True))
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def is_number(line):
    try:
        float(line.strip().rstrip(","))
        return True
    except ValueError:
        return False


def numbers(count, seed, low=-1.0, high=1.0):
    """count float32 numbers between low and high, from a fixed linear congruential generator (Knuth's MMIX constants)."""
    state, result = seed, []
    for _ in range(count):
        state = (6364136223846793005 * state + 1442695040888963407) % 2**64
        result.append(low + (high - low) * (state >> 40) / 2**24)
    return numpy.array(result, dtype=numpy.float32).astype(numpy.float64)


def tensor(shape, seed, low=-1.0, high=1.0, gradient=True):
    return torch.tensor(numbers(math.prod(shape), seed, low, high).reshape(shape), requires_grad=gradient)


def plain(t):
    return {"shape": list(t.shape), "values": [float(f"{v:.15g}") for v in t.detach().reshape(-1).tolist()]}


# --- activations -------------------------------------------------------------------------------------------------------------

def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def phi(x):
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def cdf(x):
    return math.erfc(-x / math.sqrt(2)) / 2


def softplus(x):
    return max(x, 0) + math.log1p(math.exp(-abs(x)))


def sech2(x):
    e = math.exp(-2 * abs(x))
    return 4 * e / (1 + e) ** 2


def one_plus_tanh(x):
    return 2 * sigmoid(2 * x)


def elu(alpha):
    return (lambda x: x if x >= 0 else alpha * math.expm1(x)), (lambda x: 1 if x > 0 else alpha * math.exp(x))


def celu(alpha):
    return (lambda x: x if x >= 0 else alpha * math.expm1(x / alpha)), (lambda x: 1 if x > 0 else math.exp(x / alpha))


def slope(a):
    return (lambda x: x if x >= 0 else a * x), (lambda x: 1 if x > 0 else a)


def swish(beta):
    def derivative(x):
        s = sigmoid(beta * x)
        return s + beta * x * s * sigmoid(-beta * x)
    return (lambda x: x * sigmoid(beta * x)), derivative


def gelu_tanh():
    c, k = math.sqrt(2 / math.pi), 0.044715
    def inner(x):
        return c * (x + k * x**3)
    return (lambda x: x / 2 * one_plus_tanh(inner(x))), \
           (lambda x: one_plus_tanh(inner(x)) / 2 + x / 2 * sech2(inner(x)) * c * (1 + 3 * k * x * x))


def mish():
    # tanh(ln(1 + e^x)) = n / (n + 2) with n = e^x (e^x + 2): nothing cancels for x < 0.
    def gate(x):
        if x > 300:
            return 1.0
        n = math.exp(x) * (math.exp(x) + 2)
        return n / (n + 2)
    return (lambda x: x * gate(x)), (lambda x: gate(x) + x * sech2(softplus(x)) * sigmoid(x))


SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717


def selu():
    return (lambda x: SELU_SCALE * x if x >= 0 else SELU_SCALE * SELU_ALPHA * math.expm1(x)), \
           (lambda x: SELU_SCALE if x > 0 else SELU_SCALE * SELU_ALPHA * math.exp(x))


def hard_swish():
    return (lambda x: x * min(max(x + 3, 0), 6) / 6), (lambda x: 0 if x < -3 else 1 if x > 3 else x / 3 + 0.5)


F32 = numpy.float32
SLOPE = float(F32(0.01))   # the catalog holds its parameters in float32
# The catalog's name, the formula and its derivative, and what PyTorch calls it, as the catalog's entry says it. ISRU is here for docs/adding-an-activation.md.
F = "torch.nn.functional."
ACTIVATIONS = [
    ("elu", elu(1), F + "elu(x)"),
    ("elu:alpha=0.25", elu(0.25), F + "elu(x, 0.25)"),
    ("elu:alpha=1.5", elu(1.5), F + "elu(x, 1.5)"),
    ("celu", celu(1), F + "celu(x)"),
    ("celu:alpha=0.5", celu(0.5), F + "celu(x, 0.5)"),
    ("selu", selu(), F + "selu(x)"),
    ("relu", slope(0), F + "relu(x)"),
    ("shifted-relu", ((lambda x: max(-1, x)), (lambda x: 1 if x > -1 else 0)), F + "threshold(x, -1, -1)"),
    ("leaky-relu", slope(SLOPE), F + "leaky_relu(x)"),
    ("prelu", slope(0.25), F + "prelu(x, torch.tensor([0.25]))"),
    ("gelu", ((lambda x: x * cdf(x)), (lambda x: cdf(x) + x * phi(x))), F + "gelu(x)"),
    ("gelu-tanh", gelu_tanh(), F + "gelu(x, approximate='tanh')"),
    ("swish", swish(1), F + "silu(x)"),
    ("mish", mish(), F + "mish(x)"),
    ("softplus", (softplus, sigmoid), F + "softplus(x)"),
    ("sigmoid", (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)), "torch.sigmoid(x)"),
    ("tanh", (math.tanh, sech2), "torch.tanh(x)"),
    ("hard-swish", hard_swish(), F + "hardswish(x)"),
    ("identity", (lambda x: x, lambda x: 1), "torch.nn.Identity()(x)"),
    ("softsign", (lambda x: x / (1 + abs(x)), lambda x: (1 + abs(x)) ** -2), F + "softsign(x)"),
    ("isru", ((lambda x: x / math.sqrt(1 + x * x)), (lambda x: (1 + x * x) ** -1.5)), "x / torch.sqrt(1 + x * x)"),
]

# Saturation, the far tail, where derivatives from the output are lost (-17.4), cancellation near 0, both zeros, large inputs.
# Not +-3, where hard-swish has its kinks and the libraries choose different sides.
NEGATIVE = [104, 88, 60, 30, 20, 18, 17.4, 16, 12, 10, 9, 8, 7, 6, 5, 4.5, 4, 3.5, 2.75, 2.5, 2, 1.5, 1.25, 1, 0.75, 0.5, 0.25,
            0.1, 0.03, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8]
POINTS = [-x for x in NEGATIVE] + [-0.0, 0.0] + [x for x in reversed(NEGATIVE) if x not in (9, 7, 4.5, 1.25, 0.03)]


def activations():
    points = [float(F32(x)) for x in POINTS]
    result = []
    for name, (forward, derivative), of_torch in ACTIVATIONS:
        x = torch.tensor(points, requires_grad=True)
        y = eval(of_torch.replace("leaky_relu(x)", f"leaky_relu(x, {SLOPE})"))
        y.sum().backward()
        values, slopes = [forward(p) for p in points], [derivative(p) for p in points]
        for p, ours, theirs in zip(points + points, values + slopes, y.tolist() + x.grad.tolist()):
            assert abs(ours - theirs) <= 1e-8 * max(1, abs(ours)), (name, p, ours, theirs)
        result.append({"name": name, "torch": of_torch, "values": values, "derivatives": slopes})
    write("activations.json", {"points": points, "activations": result})


# --- layers and losses -------------------------------------------------------------------------------------------------------

def case(name, inputs, output, weight=None):
    """One computation: inputs (with gradients where they have any), output, and the gradients of sum(weight * output)."""
    (output if weight is None else (output * weight).sum()).backward()
    return {"name": name,
            "inputs": {k: plain(t) for k, t in inputs.items()},
            "output": plain(output),
            "weight": None if weight is None else plain(weight),
            "gradients": {k: plain(t.grad) for k, t in inputs.items() if t.grad is not None}}


def layers():
    cases = []
    for rank, shape in ((2, (5, 7)), (3, (2, 3, 7))):
        x, w, b = tensor(shape, 1), tensor((4, 7), 2), tensor((4,), 3)
        y = functional.linear(x, w, b)
        cases.append(case(f"linear of rank {rank}", {"x": x, "weight": w, "bias": b}, y, tensor(y.shape, 4, gradient=False)))
    for name, f in (("softmax", torch.softmax), ("log-softmax", torch.log_softmax)):
        x = tensor((4, 6), 5, -6, 6)
        cases.append(case(name, {"x": x}, f(x, -1), tensor((4, 6), 6, gradient=False)))

    labels = [3, 0, 5, 5]
    for smoothing in (0.0, 0.125):
        x = tensor((4, 6), 7, -6, 6)
        loss = functional.cross_entropy(x, torch.tensor(labels), label_smoothing=smoothing)
        cases.append(case(f"cross-entropy with smoothing {smoothing}", {"x": x}, loss) | {"labels": labels})
    for name, f in (("mean squared error", functional.mse_loss),
                    ("mean absolute error", functional.l1_loss),
                    ("huber of delta 1", functional.huber_loss),
                    ("huber of delta 0.5", lambda x, t: functional.huber_loss(x, t, delta=0.5))):
        x, target = tensor((3, 5), 8, -3, 3), tensor((3, 5), 9, -3, 3, gradient=False)
        cases.append(case(name, {"x": x, "target": target}, f(x, target)))
    x = torch.cat([tensor((13,), 10, -8, 8, gradient=False), torch.tensor([-100.0, 100.0])]).requires_grad_()
    target = torch.cat([tensor((13,), 11, 0, 1, gradient=False), torch.tensor([0.0, 0.0])])
    cases.append(case("binary cross-entropy", {"x": x, "target": target}, functional.binary_cross_entropy_with_logits(x, target)))
    cases.append(mlp())
    write("layers.json", cases)


def mlp():
    """The loss of 5 -> 7 ELU -> 6 ELU -> 4 with cross-entropy, and all its gradients; parameters under PyTorch's own names."""
    network = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.ELU(), torch.nn.Linear(7, 6), torch.nn.ELU(), torch.nn.Linear(6, 4))
    inputs = {}
    for seed, (name, parameter) in enumerate(network.named_parameters(), start=20):
        parameter.data = tensor(tuple(parameter.shape), seed, gradient=False)
        inputs[name] = parameter
    x = tensor((8, 5), 30, -2, 2, gradient=False)
    labels = [0, 1, 2, 3, 3, 2, 1, 0]
    return case("mlp", inputs | {"x": x}, functional.cross_entropy(network(x), torch.tensor(labels))) | {"labels": labels}


# --- optimizers --------------------------------------------------------------------------------------------------------------

OPTIMIZERS = [
    ("sgd", lambda p: torch.optim.SGD(p, 0.125)),
    ("sgd with decay", lambda p: torch.optim.SGD(p, 0.125, weight_decay=0.0625)),
    ("momentum", lambda p: torch.optim.SGD(p, 0.0625, momentum=0.875, weight_decay=0.0625)),
    ("nesterov", lambda p: torch.optim.SGD(p, 0.0625, momentum=0.875, nesterov=True, weight_decay=0.0625)),
    ("adam", lambda p: torch.optim.Adam(p, 0.0625)),
    ("adam with decay", lambda p: torch.optim.Adam(p, 0.0625, weight_decay=0.0625)),
    ("adamw", lambda p: torch.optim.AdamW(p, 0.0625, weight_decay=0.25)),
    ("rmsprop", lambda p: torch.optim.RMSprop(p, 0.03125)),
    ("rmsprop with decay", lambda p: torch.optim.RMSprop(p, 0.03125, weight_decay=0.0625)),
]


def optimizers():
    """Ten steps of mean squared error on a linear layer 4 -> 3, eight examples."""
    x, target = tensor((8, 4), 40, -2, 2, gradient=False), tensor((8, 3), 41, gradient=False)
    start = {"weight": tensor((3, 4), 42, gradient=False), "bias": tensor((3,), 43, gradient=False)}
    runs = []
    for name, make in OPTIMIZERS:
        w, b = (start[k].clone().requires_grad_() for k in ("weight", "bias"))
        optimizer, steps = make([w, b]), []
        for _ in range(10):
            optimizer.zero_grad()
            functional.mse_loss(functional.linear(x, w, b), target).backward()
            optimizer.step()
            steps.append({"weight": plain(w), "bias": plain(b)})
        runs.append({"name": name, "steps": steps})

    w, b = (start[k].clone().requires_grad_() for k in ("weight", "bias"))
    functional.mse_loss(functional.linear(x, w, b), target).backward()
    norm = torch.nn.utils.clip_grad_norm_([w, b], 0.5)
    clip = {"maximum": 0.5, "norm": float(norm), "weight": plain(w.grad), "bias": plain(b.grad)}

    cosine = torch.optim.SGD([w], 1.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(cosine, T_max=12)
    factors = []
    for _ in range(12):
        factors.append(float(f"{schedule.get_last_lr()[0]:.12g}"))
        cosine.step()
        schedule.step()
    write("optimizers.json", {"x": plain(x), "target": plain(target), "start": {k: plain(t) for k, t in start.items()},
                              "runs": runs, "clip": clip, "cosine": factors})


if __name__ == "__main__":
    activations()
    layers()
    optimizers()
