"""Fine-tuning in PyTorch and scikit-learn beside `elucid train --from`: docs/guides/fine-tune.md. With the files of the guide in this directory,

    python3 docs/guides/peers/fine_tune.py pictures     # or rows

trains a body, and tunes it with a head of 64 units as the guide's tables have it. Sizes, rates, epochs and the choice of the epoch are those of
`elucid train`.
"""
import copy
import pathlib
import sys

import numpy
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPRegressor
from torch import nn

from networks import accuracy, cnn, draw_weights, fit, hold_out, mlp

SEEDS = range(3)
ARMS = {"tuned": 1, "body at a tenth of the rate": 0.1, "frozen body": 0}


def body_rows(x, y, seed):
    """Training and validation rows of a body; a fifth of all are its test, and stay away as for `elucid train`."""
    return hold_out(*hold_out(x, y, 0.2, seed + 100)[0], 0.15, seed)


class Frozen(nn.Sequential):
    """It computes as in use: without dropout."""

    def train(self, mode=True):
        return super().train(False)


def tuned(body, width, outputs, train, validation, body_rate, loss):
    body = (nn.Sequential if body_rate > 0 else Frozen)(*copy.deepcopy(body))
    network = nn.Sequential(body, draw_weights(nn.Sequential(nn.Linear(width, 64), nn.ELU(), nn.Linear(64, outputs))))
    optimizer = torch.optim.Adam([
        {"params": body.parameters(), "lr": 1e-3 * body_rate}, {"params": network[1].parameters(), "lr": 1e-3}])
    fit(network, train, validation, 40, loss=loss, optimizer=optimizer)
    return network


def read_pictures(directory):
    kinds = sorted(kind.name for kind in pathlib.Path(directory).iterdir())
    files = [(file, number) for number, kind in enumerate(kinds) for file in sorted(pathlib.Path(directory, kind).glob("*.png"))]
    images = numpy.stack([numpy.asarray(Image.open(file).convert("L")) for file, _ in files])
    return torch.tensor(images, dtype=torch.float32)[:, None] / 255, torch.tensor([number for _, number in files])


def pictures(seed):
    torch.manual_seed(seed)
    loss = nn.CrossEntropyLoss()
    five, few, test = read_pictures("five"), read_pictures("few/train"), read_pictures("few/test")
    whole = cnn(28, 5)
    fit(whole, *body_rows(*five, seed), 8)
    train, validation = hold_out(*few, 0.15, seed)
    nothing = cnn(28, 5)
    fit(nothing, train, validation, 40)
    scores = {"from nothing": accuracy(nothing, test)}
    for name, rate in ARMS.items():
        scores[name] = accuracy(tuned(whole[:-1], 128, 5, train, validation, rate, loss), test)
    # Logistic regression takes all of the few for training.
    linear = LogisticRegression(max_iter=2000).fit(few[0].flatten(1).numpy(), few[1].numpy())
    scores["LogisticRegression"] = linear.score(test[0].flatten(1).numpy(), test[1].numpy())
    return scores


class Rows:
    """Columns standardised by those of the body's rows, the target by its own."""

    def __init__(self, file, like=None):
        table = numpy.loadtxt(file, delimiter=",", skiprows=1)
        self.raw, self.answers = table[:, :-1], table[:, -1]
        self.scales = like.scales if like else (self.raw.mean(0), self.raw.std(0))
        self.x = torch.tensor((self.raw - self.scales[0]) / self.scales[1], dtype=torch.float32)
        self.mean, self.deviation = self.answers.mean(), self.answers.std()
        self.y = torch.tensor((self.answers - self.mean) / self.deviation, dtype=torch.float32)[:, None]

    def error(self, predicted):
        return numpy.sqrt(((predicted - self.answers) ** 2).mean())


def rows(seed):
    torch.manual_seed(seed)
    old, loss = Rows("old.csv"), nn.MSELoss()
    whole = mlp(old.x.shape[1], 1)
    fit(whole, *body_rows(old.x, old.y, seed), 40, loss=loss)
    own = MLPRegressor((128, 128), max_iter=40, batch_size=32, warm_start=True, random_state=seed).fit(old.x.numpy(), old.y.numpy()[:, 0])
    scores = {}
    for file in ("forty.csv", "few.csv"):
        few, test = Rows(file, old), Rows("few-test.csv", old)

        def error(network):
            network.eval()
            with torch.no_grad():
                return test.error(network(test.x).numpy()[:, 0] * few.deviation + few.mean)

        train, validation = hold_out(few.x, few.y, 0.15, seed)
        nothing = mlp(old.x.shape[1], 1)
        fit(nothing, train, validation, 40, loss=loss)
        scores[f"{file} from nothing"] = error(nothing)
        for name, rate in ARMS.items():
            scores[f"{file} {name}"] = error(tuned(whole[:-1], 128, 1, train, validation, rate, loss))
        x, asked, warm = few.x.numpy(), test.x.numpy(), copy.deepcopy(own)
        scores[f"{file} Ridge"] = test.error(Ridge().fit(x, few.answers).predict(asked))
        told = [numpy.column_stack([part, own.predict(part)]) for part in (x, asked)]
        scores[f"{file} Ridge, told what the old MLPRegressor says"] = test.error(Ridge().fit(told[0], few.answers).predict(told[1]))
        scores[f"{file} MLPRegressor, warm start"] = test.error(warm.fit(x, few.y.numpy()[:, 0]).predict(asked) * few.deviation + few.mean)
    return scores


if __name__ == "__main__":
    runs = [{"pictures": pictures, "rows": rows}[sys.argv[1]](seed) for seed in SEEDS]
    for name in runs[0]:
        scores = numpy.array([scores[name] for scores in runs])
        print(f"{name:56} {scores.mean():.3f}  {scores.min():.3f} to {scores.max():.3f}", flush=True)
