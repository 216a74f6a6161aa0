#!/usr/bin/env python3
"""Makes the ONNX files beside it, and safetensors files for the tests of the library, with PyTorch (1.13, Debian's python3-torch): run it in this directory."""
import json
import struct

import torch
from torch import nn

torch.manual_seed(1)


def export(name, model, x, opset, train=False):
    """An ONNX file as PyTorch writes it, with a batch of any length."""
    mode = torch.onnx.TrainingMode.PRESERVE if train else torch.onnx.TrainingMode.EVAL
    model.train(train)
    torch.onnx.export(model, x, f"{name}.onnx", opset_version=opset, training=mode, do_constant_folding=not train,
                      input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}})


def save(name, tensors):
    """A safetensors file: https://huggingface.co/docs/safetensors. Written by hand, as Debian has no package for it."""
    header, data = {}, b""
    for key, tensor in tensors.items():
        dtype = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[key] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(f"../../Elucid.Tests/Golden/{name}.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def save_with_outputs(name, model, x):
    """The weights under PyTorch's names, an input, and the output that PyTorch computes from it."""
    model.eval()
    save(name, {**model.state_dict(), "golden.input": x, "golden.output": model(x)})


class Views(nn.Module):
    """The ways of writing shapes that PyTorch exports as chains of Shape, Gather, Unsqueeze and Concat."""

    def forward(self, x):
        a = x.view(x.size(0), -1)
        b = x.permute(0, 2, 1).reshape(x.size(0), -1)
        c = torch.cat([a, b, x.mean(dim=2), x[:, 1], x[:, :, 1:3].flatten(1)], dim=1)
        d = c.unsqueeze(1).squeeze(1) * 2 - c / 3
        return torch.softmax(d.view(x.shape[0], 37, -1), dim=1).flatten(1)


class Functions(nn.Module):
    """Every activation that PyTorch exports and Elucid has, or that its exports are made of."""

    def __init__(self):
        super().__init__()
        self.functions = nn.ModuleList([
            nn.ReLU(), nn.ELU(0.7), nn.SELU(), nn.CELU(1.3), nn.LeakyReLU(0.2), nn.PReLU(5, init=0.3), nn.PReLU(1), nn.Sigmoid(), nn.Tanh(), nn.Softplus(),
            nn.GELU(), nn.GELU(approximate="tanh"), nn.SiLU(), nn.Mish(), nn.Hardswish(), nn.Hardsigmoid(), nn.ReLU6(), nn.Softsign(), nn.LogSoftmax(1),
            nn.Identity(), nn.Hardtanh(-0.5, 0.5)])

    def forward(self, x):
        return torch.cat([f(x) for f in self.functions], dim=1)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.short = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.short(x))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 3, 1, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU())
        self.layer1 = nn.Sequential(Block(4, 4, 1))
        self.layer2 = nn.Sequential(Block(4, 8, 2))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, 5)

    def forward(self, x):
        return self.fc(torch.flatten(self.pool(self.layer2(self.layer1(self.stem(x)))), 1))


class Recurrent(nn.Module):
    """The last output of a recurrent layer, whose states start from the zeros that PyTorch writes as chains of shapes."""

    def __init__(self, cell, units, **options):
        super().__init__()
        self.rnn = cell(3, units, batch_first=True, **options)
        self.fc = nn.Linear(units * (1 + options.get("bidirectional", False)), 2)

    def forward(self, x):
        return self.fc(self.rnn(x)[0][:, -1])


class LearnedState(nn.Module):
    """A recurrent layer that starts from a state of its own and gives the one that it ends in."""

    def __init__(self):
        super().__init__()
        self.h0 = nn.Parameter(torch.randn(1, 1, 4))
        self.rnn = nn.GRU(3, 4)

    def forward(self, x):
        y, last = self.rnn(x.transpose(0, 1), self.h0.expand(1, x.size(0), 4).contiguous())
        return torch.cat([y.mean(dim=0), last[0]], dim=1)


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(12, 8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 6), nn.ELU(), nn.Linear(6, 3))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ELU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), nn.ReLU(),
        nn.AvgPool2d(2, stride=1), nn.ConvTranspose2d(6, 3, 2, stride=2), nn.PReLU(3), nn.Conv2d(3, 2, (1, 3), dilation=(1, 2)), nn.Flatten(), nn.Linear(48, 4))


def settle(model, x):
    """Gives batch normalization something to have measured."""
    model.train()
    for _ in range(5):
        model(torch.randn_like(x) * 2 + 1)
    return model


image, picture = torch.randn(2, 1, 12, 16), torch.randn(2, 3, 8, 8)
export("mlp", mlp(), torch.randn(2, 3, 4), 13)
export("mlp-training", mlp(), torch.randn(2, 3, 4), 11, train=True)
export("views", Views(), torch.randn(2, 3, 4), 11)
export("functions-13", Functions(), torch.randn(2, 5), 13)
export("functions-17", Functions(), torch.randn(2, 5), 17)
small = cnn()
small[11] = nn.Linear(small[:11](image).shape[1], 4)
export("cnn", settle(small, image), image, 13)
export("resnet", settle(ResNet(), picture), picture, 13)
export("resnet-training", settle(ResNet(), picture), picture, 13, train=True)

x = torch.randn(3, 12)
save_with_outputs("mlp", mlp(), x)
prelu = nn.Sequential(nn.Linear(12, 4), nn.PReLU(4), nn.Linear(4, 2, bias=False), nn.Softplus())
save_with_outputs("prelu", prelu, x)

sequence = torch.randn(2, 5, 3)
export("lstm", Recurrent(nn.LSTM, 4, num_layers=2, bidirectional=True), sequence, 13)
export("lstm-training", Recurrent(nn.LSTM, 4), sequence, 13, train=True)
export("rnn", Recurrent(nn.RNN, 4, num_layers=2, nonlinearity="relu"), sequence, 11)
export("gru", LearnedState(), sequence, 14)
