"""The networks of make_weights.py and check_weights.py in PyTorch; WeightsGoldenTests.cs builds the same of Elucid's modules.

Their dropout is 0 and their batch normalisation uses its running statistics: call eval().
"""
import torch
from torch import nn
from torch.nn import functional

FEATURES, HEADS, HIDDEN, TOKENS = 4, 2, 6, 7


def block(kind, norm_first):
    return kind(FEATURES, HEADS, HIDDEN, dropout=0, activation=functional.elu, batch_first=True, norm_first=norm_first)


def recurrent(kind, **options):
    return kind(3, 4, batch_first=True, **options)


NETWORKS = {
    "conv": lambda: nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ELU(), nn.Conv2d(4, 6, 3, stride=2, groups=2), nn.BatchNorm2d(6, affine=False), nn.ELU(0.5),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(6, 3)),
    "table": lambda: nn.Sequential(nn.Linear(5, 4), nn.BatchNorm1d(4), nn.ELU(), nn.Linear(4, 2)),
    "signal": lambda: nn.Sequential(nn.Conv1d(2, 4, 3, padding=1), nn.BatchNorm1d(4, momentum=None), nn.ELU(), nn.Flatten(), nn.Linear(20, 2)),
    "generator": lambda: nn.Sequential(nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1), nn.GroupNorm(2, 4), nn.ELU()),
    "rnn": lambda: recurrent(nn.RNN, num_layers=2),
    "gru": lambda: recurrent(nn.GRU),
    "lstm": lambda: recurrent(nn.LSTM, num_layers=2, bidirectional=True),
    "attention": lambda: nn.MultiheadAttention(FEATURES, HEADS, batch_first=True),
    "encoder": lambda: nn.Sequential(nn.Embedding(TOKENS, FEATURES), block(nn.TransformerEncoderLayer, norm_first=False)),
    "encoder-norm-first": lambda: nn.Sequential(nn.Embedding(TOKENS, FEATURES), block(nn.TransformerEncoderLayer, norm_first=True)),
    "encoder-stack": lambda: nn.TransformerEncoder(block(nn.TransformerEncoderLayer, norm_first=True), 2, nn.LayerNorm(FEATURES)),
    "decoder": lambda: block(nn.TransformerDecoderLayer, norm_first=False),
    "decoder-norm-first": lambda: block(nn.TransformerDecoderLayer, norm_first=True),
}


def output(network, x, memory=None):
    """What a network in double precision makes of its input; a decoder is causal."""
    if isinstance(network, nn.MultiheadAttention):
        return network(x, x, x)[0]
    if memory is not None:
        return network(x, memory, tgt_mask=torch.triu(torch.full((x.shape[1], x.shape[1]), float("-inf")), diagonal=1))
    y = network(x)
    return y[0] if isinstance(network, nn.RNNBase) else y
