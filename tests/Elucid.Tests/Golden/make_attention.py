#!/usr/bin/env python3
"""Writes attention.json and losses.json: PyTorch's attention layers, transformer blocks and losses, as make_golden.py does for the rest.

Usage: python3 make_attention.py         (PyTorch 1.13; modules run in double precision, with batch_first=True and without dropout)
"""
import torch
from torch.nn import functional

from make_golden import case, plain, tensor, write

FEATURES, HEADS, HIDDEN, BATCH, LENGTH, KEYS = 4, 2, 5, 2, 5, 4
HIDDEN_KEY = float("-inf")


def with_parameters(module, seed):
    """The module with weights from the fixed generator, and its parameters by name. Normalisations get scales near 1."""
    parameters = dict(module.named_parameters())
    for i, (name, parameter) in enumerate(parameters.items()):
        low, high = (0.5, 1.5) if "norm" in name and name.endswith("weight") else (-0.75, 0.75)
        parameter.data, parameter.grad = tensor(tuple(parameter.shape), seed + i, low, high, gradient=False), None
    return parameters


def layer_case(name, module, call, seed, **inputs):
    parameters = with_parameters(module, seed)
    output = call(module, **inputs)
    return case(name, parameters | inputs, output, tensor(tuple(output.shape), seed + 90, gradient=False))


def x(seed):
    return tensor((BATCH, LENGTH, FEATURES), seed, -2, 2)


def memory(seed):
    return tensor((BATCH, KEYS, FEATURES), seed, -2, 2)


def additive(seed):
    """A mask [length, length] of finite numbers and some hidden keys; no query is blind."""
    mask = tensor((LENGTH, LENGTH), seed, -2, 2, gradient=False)
    mask[0, 3] = mask[2, 0] = mask[2, 1] = mask[4, 4] = HIDDEN_KEY
    return mask


def mask_values(mask):
    return {"shape": list(mask.shape), "values": ["-Infinity" if v == HIDDEN_KEY else v for v in mask.reshape(-1).tolist()]}


CAUSAL = torch.triu(torch.full((LENGTH, LENGTH), HIDDEN_KEY), diagonal=1)
PADDED = torch.tensor([[False] * LENGTH, [False] * 3 + [True] * (LENGTH - 3)])          # lengths 5 and 3
MEMORY_PADDED = torch.tensor([[False] * KEYS, [False] * 2 + [True] * (KEYS - 2)])       # lengths 4 and 2


def attention():
    def layer(**options):
        return torch.nn.MultiheadAttention(FEATURES, HEADS, batch_first=True, **options)

    def self_attention(**options):
        return lambda module, x: module(x, x, x, need_weights=False, **options)[0]

    return [
        layer_case("attention", layer(), self_attention(), 100, x=x(1)),
        layer_case("attention without bias", layer(bias=False), self_attention(), 200, x=x(2)),
        layer_case("causal attention", layer(), self_attention(attn_mask=CAUSAL), 300, x=x(3)),
        layer_case("attention with a mask", layer(), self_attention(attn_mask=additive(4)), 400, x=x(5)) | {"mask": mask_values(additive(4))},
        layer_case("attention with padding", layer(), self_attention(key_padding_mask=PADDED), 500, x=x(6)),
        layer_case("cross-attention", layer(), lambda m, x, memory: m(x, memory, memory, need_weights=False)[0], 600, x=x(7), memory=memory(8)),
        layer_case("cross-attention with padding", layer(),
                   lambda m, x, memory: m(x, memory, memory, key_padding_mask=MEMORY_PADDED, need_weights=False)[0], 700, x=x(9), memory=memory(10)),
    ]


def blocks():
    options = {"batch_first": True, "dropout": 0.0, "activation": functional.elu}
    cases = []
    for seed, norm_first in ((1000, False), (2000, True)):
        when = "before" if norm_first else "after"
        encoder = torch.nn.TransformerEncoderLayer(FEATURES, HEADS, HIDDEN, norm_first=norm_first, **options)
        decoder = torch.nn.TransformerDecoderLayer(FEATURES, HEADS, HIDDEN, norm_first=norm_first, **options)
        cases += [
            layer_case(f"encoder layer, norm {when}", encoder, lambda m, x: m(x), seed, x=x(seed + 1)),
            layer_case(f"causal encoder layer, norm {when}", encoder, lambda m, x: m(x, src_mask=CAUSAL), seed + 100, x=x(seed + 2)),
            layer_case(f"encoder layer with padding, norm {when}", encoder, lambda m, x: m(x, src_key_padding_mask=PADDED), seed + 200, x=x(seed + 3)),
            layer_case(f"decoder layer, norm {when}", decoder, lambda m, x, memory: m(x, memory, tgt_mask=CAUSAL), seed + 300,
                       x=x(seed + 4), memory=memory(seed + 5)),
            layer_case(f"decoder layer with padding, norm {when}", decoder,
                       lambda m, x, memory: m(x, memory, tgt_mask=CAUSAL, memory_key_padding_mask=MEMORY_PADDED), seed + 400,
                       x=x(seed + 6), memory=memory(seed + 7)),
        ]
    layer = torch.nn.TransformerEncoderLayer(FEATURES, HEADS, HIDDEN, norm_first=True, **options)
    encoder = torch.nn.TransformerEncoder(layer, 2, norm=torch.nn.LayerNorm(FEATURES), enable_nested_tensor=False)
    cases.append(layer_case("encoder", encoder, lambda m, x: m(x, mask=CAUSAL), 3000, x=x(3001)))
    return cases


def losses():
    cases = []
    labels, ignored = [3, 0, -100, 5, 5, -100], -100
    for smoothing in (0.0, 0.125):
        x = tensor((6, 6), 1, -6, 6)
        loss = functional.cross_entropy(x, torch.tensor(labels), ignore_index=ignored, label_smoothing=smoothing)
        cases.append(case(f"cross-entropy with ignored labels and smoothing {smoothing}", {"x": x}, loss) | {"labels": labels})
    for beta in (1.0, 0.25):
        x, target = tensor((3, 5), 2, -3, 3), tensor((3, 5), 3, -3, 3, gradient=False)
        cases.append(case(f"smooth l1 of beta {beta}", {"x": x, "target": target}, functional.smooth_l1_loss(x, target, beta=beta)))
    x, target, weight = tensor((3, 5), 4, -3, 3), tensor((3, 5), 5, -3, 3, gradient=False), tensor((3, 5), 6, 0, 1, gradient=False)
    loss = (functional.smooth_l1_loss(x, target, reduction="none") * weight).sum() / weight.sum()
    cases.append(case("weighted smooth l1", {"x": x, "target": target, "weights": weight}, loss))
    for name, f in (("mean squared error", functional.mse_loss), ("mean absolute error", functional.l1_loss),
                    ("huber", lambda x, t, reduction: functional.huber_loss(x, t, reduction, delta=0.5))):
        x = tensor((3, 5), 4, -3, 3)
        loss = (f(x, target, reduction="none") * weight).sum() / weight.sum()
        cases.append(case(f"weighted {name}", {"x": x, "target": target, "weights": weight}, loss))
        x, rows = tensor((3, 5), 4, -3, 3), tensor((3,), 6, 0, 1, gradient=False)
        loss = (f(x, target, reduction="none").mean(1) * rows).sum() / rows.sum()
        cases.append(case(f"{name} of weighted rows", {"x": x, "target": target, "weights": rows}, loss))

    x, target = tensor((15,), 7, -8, 8), (tensor((15,), 8, gradient=False) > 0).double()
    # Lin et al. 2017, as torchvision's sigmoid_focal_loss computes it.
    for alpha, gamma in ((0.25, 2.0), (0.5, 0.0), (0.75, 1.5)):
        x = tensor((15,), 7, -8, 8)
        p, ce = torch.sigmoid(x), functional.binary_cross_entropy_with_logits(x, target, reduction="none")
        p_t, alpha_t = p * target + (1 - p) * (1 - target), alpha * target + (1 - alpha) * (1 - target)
        cases.append(case(f"focal loss of alpha {alpha} and gamma {gamma}", {"x": x, "target": target}, (alpha_t * (1 - p_t) ** gamma * ce).mean()))

    x, target = tensor((12,), 9, -3, 3), torch.sign(tensor((12,), 10, gradient=False))
    cases.append(case("hinge", {"x": x, "target": target}, functional.relu(1 - target * x).mean()))
    for margin in (1.0, 0.5):
        x, labels = tensor((4, 5), 11, -2, 2), [2, 0, 4, 1]
        cases.append(case(f"multi-class hinge of margin {margin}", {"x": x}, functional.multi_margin_loss(x, torch.tensor(labels), margin=margin)) | {"labels": labels})

    mean, log_variance = tensor((4, 3), 12, -2, 2), tensor((4, 3), 13, -4, 2)
    normal = torch.distributions.Normal(mean, torch.exp(log_variance / 2))
    divergence = torch.distributions.kl_divergence(normal, torch.distributions.Normal(torch.zeros(4, 3), torch.ones(4, 3)))
    cases.append(case("gaussian kl divergence", {"x": mean, "logVariance": log_variance}, divergence.sum(1).mean()))

    corner, size = tensor((6, 2), 14, 0, 4, gradient=False), tensor((6, 2), 15, 1, 5, gradient=False)
    target = torch.cat([corner, corner + size], 1)
    x = target + tensor((6, 4), 16, -1.5, 1.5, gradient=False)
    x[5] += 20          # far away: nothing in common
    for name in ("iou", "giou"):
        box = x.clone().detach().requires_grad_()
        cases.append(case(name, {"x": box, "target": target}, (1 - overlap(box, target, name == "giou")).mean()))

    actions = [1, 3, 0, 2, 1]
    returns, baseline = tensor((5,), 18, -2, 2, gradient=False), tensor((5,), 19, gradient=False)
    for entropy in (0.0, 0.125):
        x = tensor((5, 4), 17, -3, 3)
        policy = torch.distributions.Categorical(logits=x)
        loss = -(policy.log_prob(torch.tensor(actions)) * (returns - baseline)).mean() - entropy * policy.entropy().mean()
        cases.append(case(f"policy gradient with entropy {entropy}", {"x": x, "returns": returns, "baseline": baseline}, loss) | {"labels": actions})
    write("losses.json", cases)


def overlap(a, b, generalised):
    """Rezatofighi et al. 2019, algorithm 1, boxes [left, top, right, bottom]."""
    inner = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inner
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    return inner / union - ((hull - union) / hull if generalised else 0)


if __name__ == "__main__":
    write("attention.json", attention() + blocks())
    losses()
