"""What the scripts beside it share: files of images as tensors, the networks of `elucid train` in PyTorch, and training that keeps the epoch with the
lowest validation loss. Debian: python3-torch, python3-sklearn, python3-pil."""
import copy
import math
import pathlib

import numpy
import torch
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn

torch.set_num_threads(1)


def write_digits(directory, seed):
    """The digits of scikit-learn as files, 397 of them for the test: what both sides learn from."""
    digits = load_digits()
    train, test = train_test_split(range(len(digits.target)), test_size=397, random_state=seed, stratify=digits.target)
    for part, rows in (("train", train), ("test", test)):
        write_images(directory, part, numpy.rint(digits.images * 255 / 16), digits.target, rows)


def write_images(directory, part, images, labels, rows):
    for row in rows:
        kind = pathlib.Path(directory, part, str(labels[row]))
        kind.mkdir(parents=True, exist_ok=True)
        Image.fromarray(images[row].astype(numpy.uint8)).save(kind / f"{row}.png")


def read_images(directory, part):
    """[images, 1, height, width] from 0 to 1, and classes."""
    files = sorted(pathlib.Path(directory, part).glob("*/*.png"))
    images = numpy.stack([numpy.asarray(Image.open(file)) for file in files])
    return torch.tensor(images, dtype=torch.float32)[:, None] / 255, torch.tensor([int(file.parent.name) for file in files])


def draw_weights(network):
    """He's normal distribution, and biases of 0, as `--init he`."""
    for layer in network.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return network


def mlp(features, outputs, hidden=(128, 128)):
    layers = [nn.Flatten()]
    for width in hidden:
        layers += [nn.Linear(features, width), nn.ELU()]
        features = width
    return draw_weights(nn.Sequential(*layers, nn.Linear(features, outputs)))


def cnn(side, outputs):
    layers, channels = [], 1
    for width in (16, 32):
        layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ELU(), nn.Conv2d(width, width, 3, padding=1), nn.ELU()]
        layers += [nn.MaxPool2d(2), nn.Dropout(0.2)]
        channels = width
    layers += [nn.Flatten(), nn.Linear(channels * (side // 4) ** 2, 128), nn.ELU(), nn.Dropout(0.2), nn.Linear(128, outputs)]
    return draw_weights(nn.Sequential(*layers))


def hold_out(x, y, share, seed):
    """Training and validation rows."""
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    count = round(share * len(x))
    return (x[order[count:]], y[order[count:]]), (x[order[:count]], y[order[:count]])


def fit(network, train, validation, epochs, rate=1e-3, batch=32, loss=nn.CrossEntropyLoss(), optimizer=None):
    """Adam on the loss; ends with the weights of the best epoch by validation loss."""
    optimizer = optimizer or torch.optim.Adam(network.parameters(), rate)
    least, best = math.inf, None
    for _ in range(epochs):
        network.train()
        order = torch.randperm(len(train[0]))
        for start in range(0, len(order), batch):
            rows = order[start:start + batch]
            optimizer.zero_grad()
            loss(network(train[0][rows]), train[1][rows]).backward()
            optimizer.step()
        network.eval()
        with torch.no_grad():
            now = loss(network(validation[0]), validation[1]).item()
        if now < least:
            least, best = now, copy.deepcopy(network.state_dict())
    network.load_state_dict(best)
    return least


def accuracy(network, test):
    network.eval()
    with torch.no_grad():
        return (network(test[0]).argmax(1) == test[1]).float().mean().item()
