"""The detector of docs/guides/detect.md in PyTorch: same images, same layers, losses, augmentation, rate and epochs. Trained where `clothes`
of the guide lies, on the division of a run of `elucid train --out clothes-detector` there, whose detections.csv names the images of the test:

    python3 docs/guides/peers/detect.py clothes-detector SEED
"""
import collections
import copy
import csv
import math
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

from networks import draw_weights

torch.set_num_threads(1)
SIDE, STRIDE, CLASSES, EPOCHS, BATCH, RATE = 64, 8, 10, 32, 32, 0.003
CELLS = SIDE // STRIDE


def read(directory):
    """Images, [images, 1, height, width], the boxes of each (class, left, top, right, bottom) and the names of the files."""
    boxes, kinds = collections.defaultdict(list), {}
    with open(directory / "boxes.csv", newline="") as file:
        for row in csv.DictReader(file):
            left, top, width, height = (float(row[name]) for name in ("x", "y", "width", "height"))
            kind = kinds.setdefault(row["label"], len(kinds))
            boxes[row["image"]].append([kind, left, top, left + width, top + height])
    names = sorted(file.name for file in directory.glob("*.png"))
    images = numpy.stack([numpy.asarray(Image.open(directory / name).convert("L")) for name in names])
    return torch.tensor(images, dtype=torch.float32)[:, None] / 255, [numpy.array(boxes[name]).reshape(-1, 5) for name in names], names


class Grid(nn.Module):
    def __init__(self):
        super().__init__()
        layers, channels = [], 1
        for width in (16, 32, 64, 64):
            layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ELU(), nn.MaxPool2d(2)]
            channels = width
        self.layers = draw_weights(nn.Sequential(*layers[:-1]))
        self.head = nn.Conv2d(channels, 5 + CLASSES, 1)
        nn.init.constant_(self.head.bias[:1], -4.595)
        nn.init.zeros_(self.head.bias[1:])
        row, column = torch.meshgrid(torch.arange(CELLS), torch.arange(CELLS), indexing="ij")
        self.corners = torch.stack([column, row], -1).reshape(1, -1, 2)

    def forward(self, x):
        y = self.head(self.layers(x)).flatten(2).transpose(1, 2)
        centre, half = torch.sigmoid(y[..., 1:3]) + self.corners, F.softplus(y[..., 3:5]) / 2
        return y[..., 0], STRIDE * torch.cat([centre - half, centre + half], -1), y[..., 5:]


def giou(a, b):
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - shared
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    return shared / union - 1 + union / hull


def loss_of(output, truth):
    """Focal loss (0.25, 2), 1 − GIoU and cross-entropy: the first as a sum over cells, all by the number of objects."""
    logits, boxes, kinds = output
    image, cell, label, place = [], [], [], []
    for i, rows in enumerate(truth):
        last = {}
        for row in rows:
            last[int((row[2] + row[4]) / 2) // STRIDE * CELLS + int((row[1] + row[3]) / 2) // STRIDE] = row
        for at, row in last.items():
            image.append(i), cell.append(at), label.append(int(row[0])), place.append(row[1:])
    target = torch.zeros_like(logits)
    target[image, cell] = 1
    entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    focal = ((0.25 * target + 0.75 * (1 - target)) * (1 - torch.exp(-entropy)) ** 2 * entropy).sum() / max(1, len(image))
    if not image:
        return focal
    location = 1 - giou(boxes[image, cell], torch.tensor(numpy.array(place), dtype=torch.float32))
    return focal + location.mean() + F.cross_entropy(kinds[image, cell], torch.tensor(label))


def augment(images, truth):
    """Moved by up to 8 pixels and mirrored, with the boxes; one of which less than a quarter is left goes."""
    images, moved = images.clone(), []
    for i, rows in enumerate(truth):
        down, right, rows = numpy.random.randint(-8, 9), numpy.random.randint(-8, 9), rows.copy()
        pixels = torch.zeros_like(images[i])
        pixels[:, max(0, down):SIDE + min(0, down), max(0, right):SIDE + min(0, right)] = \
            images[i][:, max(0, -down):SIDE + min(0, -down), max(0, -right):SIDE + min(0, -right)]
        whole = (rows[:, 3] - rows[:, 1]) * (rows[:, 4] - rows[:, 2])
        rows[:, 1:] = (rows[:, 1:] + [right, down, right, down]).clip(0, SIDE)
        left = (rows[:, 3] - rows[:, 1]).clip(0) * (rows[:, 4] - rows[:, 2]).clip(0)
        rows = rows[left >= 0.25 * whole]
        if numpy.random.rand() < 0.5:
            pixels = pixels.flip(-1)
            rows[:, [1, 3]] = SIDE - rows[:, [3, 1]]
        images[i] = pixels
        moved.append(rows)
    return images, moved


def overlap(box, boxes):
    width, height = (numpy.minimum(box[i + 2], boxes[:, i + 2]) - numpy.maximum(box[i], boxes[:, i]) for i in (0, 1))
    shared = width.clip(0) * height.clip(0)
    return shared / ((box[2] - box[0]) * (box[3] - box[1]) + (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) - shared)


def detections(network, images):
    """For each image and class the surest boxes: score, left, top, right, bottom; of those that overlap by more than one half only the surest."""
    network.eval()
    found = []
    with torch.no_grad():
        for part in images.split(200):
            logits, boxes, kinds = network(part)
            scores = (torch.sigmoid(logits)[..., None] * kinds.softmax(-1)).numpy()
            for score, box in zip(scores, boxes.numpy()):
                ofImage = []
                for kind in range(CLASSES):
                    kept = []
                    for at in numpy.argsort(-score[:, kind]):
                        if score[at, kind] < 0.01:
                            break
                        if not kept or overlap(box[at], numpy.array(kept)[:, 1:]).max() <= 0.5:
                            kept.append([score[at, kind], *box[at]])
                    ofImage.append(kept)
                found.append(ofImage)
    return found


def mean_average_precision(found, truth, least):
    """COCO's: precision at 101 recalls, the mean over the classes."""
    means = []
    for kind in range(CLASSES):
        answers, objects = [], 0
        for ofImage, rows in zip(found, truth):
            boxes = rows[rows[:, 0] == kind][:, 1:]
            objects += len(boxes)
            taken = numpy.zeros(len(boxes), bool)
            for score, *box in ofImage[kind]:
                shared = numpy.where(taken, -1, overlap(box, boxes)) if len(boxes) else numpy.array([-1.0])
                right = shared.max() >= least
                if right:
                    taken[shared.argmax()] = True
                answers.append((score, right))
        right = numpy.cumsum([is_right for _, is_right in sorted(answers, key=lambda answer: -answer[0])])
        precision = numpy.maximum.accumulate((right / numpy.arange(1, len(right) + 1))[::-1])[::-1]
        at = numpy.searchsorted(right / objects, numpy.linspace(0, 1, 101))
        means.append(numpy.append(precision, 0)[numpy.minimum(at, len(precision))].mean())
    return numpy.mean(means)


def run(model, seed):
    torch.manual_seed(seed), numpy.random.seed(seed)
    images, truth, names = read(pathlib.Path("clothes"))
    with open(pathlib.Path(model, "detections.csv"), newline="") as file:
        tested = {row["image"] for row in csv.DictReader(file)}
    test = [i for i, name in enumerate(names) if name in tested]
    rest = numpy.random.permutation([i for i, name in enumerate(names) if name not in tested])
    validation, train = numpy.split(rest, [round(0.15 * len(rest))])
    network, least, best, step = Grid(), math.inf, None, 0
    optimizer = torch.optim.Adam(network.parameters(), RATE)
    steps = EPOCHS * math.ceil(len(train) / BATCH)
    for _ in range(EPOCHS):
        network.train()
        numpy.random.shuffle(train)
        for start in range(0, len(train), BATCH):
            optimizer.param_groups[0]["lr"] = RATE * (1 + math.cos(math.pi * step / steps)) / 2
            rows = train[start:start + BATCH]
            x, y = augment(images[rows], [truth[row] for row in rows])
            optimizer.zero_grad()
            loss_of(network(x), y).backward()
            optimizer.step()
            step += 1
        network.eval()
        with torch.no_grad():
            now = loss_of(network(images[validation]), [truth[row] for row in validation]).item()
        if now < least:
            least, best = now, copy.deepcopy(network.state_dict())
    network.load_state_dict(best)
    found, true = detections(network, images[test]), [truth[row] for row in test]
    scores = [mean_average_precision(found, true, least) for least in numpy.arange(0.5, 1, 0.05)]
    print(f"seed {seed}: {len(test)} test images, mAP@0.5 {scores[0]:.1%}, mAP@[.5:.95] {numpy.mean(scores):.1%}", flush=True)


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]))
