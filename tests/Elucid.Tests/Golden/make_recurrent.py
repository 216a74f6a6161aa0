#!/usr/bin/env python3
"""Writes recurrent.json beside this file: outputs, final states and every gradient of PyTorch's recurrent networks and embedding, in double precision.

Usage: python3 make_recurrent.py            (PyTorch 1.13, Debian: python3-torch)

The loss is sum(weight * output) + sum(hidden weight * final hidden state) + the same of the cell state. Lengths go through
pack_padded_sequence. Networks with another activation than tanh do not exist in PyTorch: those are composed of its operations here.
"""
import torch
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from make_golden import tensor, write

STEPS, BATCH, INPUTS, UNITS = 4, 3, 2, 3
KINDS = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


def plain(t):
    """Ten digits: more than float32 has, and the test allows for."""
    return {"shape": list(t.shape), "values": [float(f"{v:.10g}") for v in t.detach().reshape(-1).tolist()]}


def network(kind, layers, directions, bias, lengths, states=True):
    net = KINDS[kind](INPUTS, UNITS, num_layers=layers, bias=bias, bidirectional=directions == 2)
    parameters = {}
    for seed, (name, parameter) in enumerate(net.named_parameters(), start=100):
        parameter.data = tensor(tuple(parameter.shape), seed, gradient=False)
        parameters[name] = parameter
    x = tensor((STEPS, BATCH, INPUTS), 1)
    shape = (layers * directions, BATCH, UNITS)
    inputs = {"x": x}
    if states:
        inputs["h0"] = tensor(shape, 2)
    if states and kind == "lstm":
        inputs["c0"] = tensor(shape, 3)
    initial = (inputs.get("h0"), inputs["c0"]) if "c0" in inputs else inputs.get("h0")
    sequence = x if lengths is None else pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
    y, final = net(sequence, initial)
    if lengths is not None:
        y, _ = pad_packed_sequence(y, total_length=STEPS)
    h, c = final if kind == "lstm" else (final, None)
    name = f"{kind}, {layers} layers, {directions} directions" + ("" if bias else ", no bias") \
        + ("" if lengths is None else f", lengths {lengths}") + ("" if states else ", from zeros")
    return entry(name, kind, inputs | parameters, y, h, c) | {
        "layers": layers, "directions": directions, "bias": bias, "lengths": lengths}


def entry(name, kind, inputs, y, h, c):
    weights = {"y": tensor(y.shape, 10, gradient=False), "h": tensor(h.shape, 11, gradient=False)}
    loss = (weights["y"] * y).sum() + (weights["h"] * h).sum()
    results = {"y": y, "h": h}
    if c is not None:
        weights["c"] = tensor(c.shape, 12, gradient=False)
        loss = loss + (weights["c"] * c).sum()
        results["c"] = c
    loss.backward()
    return {"name": name, "kind": kind,
            "inputs": {k: plain(t) for k, t in inputs.items()},
            "weights": {k: plain(t) for k, t in weights.items()},
            "results": {k: plain(t) for k, t in results.items()},
            "gradients": {k: plain(t.grad) for k, t in inputs.items()}}


def composed(kind, activation, f):
    """One layer, one direction, with f in place of tanh."""
    gates = {"rnn": 1, "gru": 3, "lstm": 4}[kind]
    inputs = {"x": tensor((STEPS, BATCH, INPUTS), 1), "h0": tensor((1, BATCH, UNITS), 2)}
    if kind == "lstm":
        inputs["c0"] = tensor((1, BATCH, UNITS), 3)
    shapes = {"weight_ih_l0": (gates * UNITS, INPUTS), "weight_hh_l0": (gates * UNITS, UNITS),
              "bias_ih_l0": (gates * UNITS,), "bias_hh_l0": (gates * UNITS,)}
    for seed, (name, shape) in enumerate(shapes.items(), start=100):
        inputs[name] = tensor(shape, seed)
    h, c, outputs = inputs["h0"][0], inputs["c0"][0] if kind == "lstm" else None, []
    for x in inputs["x"]:
        ofx = functional.linear(x, inputs["weight_ih_l0"], inputs["bias_ih_l0"]).chunk(gates, -1)
        ofh = functional.linear(h, inputs["weight_hh_l0"], inputs["bias_hh_l0"]).chunk(gates, -1)
        if kind == "rnn":
            h = f(ofx[0] + ofh[0])
        elif kind == "gru":
            r, z = torch.sigmoid(ofx[0] + ofh[0]), torch.sigmoid(ofx[1] + ofh[1])
            n = f(ofx[2] + r * ofh[2])
            h = (1 - z) * n + z * h
        else:
            i, forget, o = (torch.sigmoid(ofx[k] + ofh[k]) for k in (0, 1, 3))
            c = forget * c + i * f(ofx[2] + ofh[2])
            h = o * f(c)
        outputs.append(h)
    final = None if c is None else c.unsqueeze(0)
    return entry(f"{kind} with {activation}", kind, inputs, torch.stack(outputs), h.unsqueeze(0), final) | {
        "layers": 1, "directions": 1, "bias": True, "lengths": None, "activation": activation}


def embedding():
    indices = torch.tensor([[3, 0, 6], [1, 3, 3]])
    weight = tensor((7, 4), 50)
    y = functional.embedding(indices, weight, padding_idx=1)
    factor = tensor(y.shape, 51, gradient=False)
    (factor * y).sum().backward()
    return {"name": "embedding", "indices": indices.tolist(), "padding": 1, "weight": plain(weight), "factor": plain(factor),
            "output": plain(y), "gradient": plain(weight.grad)}


def main():
    networks = []
    for kind in KINDS:
        networks.append(network(kind, 1, 1, True, None))
        networks.append(network(kind, 1, 1, False, None, states=False))
        networks.append(network(kind, 1, 1, True, [2, 4, 1]))
        networks.append(network(kind, 1, 2, True, [3, 1, 3], states=False))
        networks.append(network(kind, 2, 2, True, None))
        networks.append(network(kind, 2, 2, False, [2, 4, 4]))
        for activation, f in (("elu", functional.elu), ("mish", functional.mish)):
            networks.append(composed(kind, activation, f))
    write("recurrent.json", {"networks": networks, "embedding": embedding()})


if __name__ == "__main__":
    main()
