"""Forecasts of the passengers by torch.nn.LSTM and by scikit-learn, beside `elucid train --data passengers --model lstm --activation tanh`:
docs/guides/forecast.md. The same windows, scales and cutoffs; the weights of torch's network are drawn as it does by itself."""
import copy
import math

import numpy
import torch
from sklearn.linear_model import LinearRegression
from sklearn.neural_network import MLPRegressor
from torch import nn

torch.set_num_threads(1)
WINDOW, HORIZON, VALIDATION, TEST = 24, 12, 92, 115
PASSENGERS = numpy.array([
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
    145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
    196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
    242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
    315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
    360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
], dtype=float)


def windows(first, last):
    """What is known, scaled by its last value and deviation; what follows, counted from a season before; and that deviation, for each cutoff."""
    rows = []
    for cutoff in range(first, last):
        known, next_ones = PASSENGERS[cutoff - WINDOW:cutoff], PASSENGERS[cutoff:cutoff + HORIZON]
        spread = known.std()
        rows.append(((known - known[-1]) / spread, (next_ones - known[-12:]) / spread, spread))
    return [numpy.array(part) for part in zip(*rows)]


def mean_absolute_error(outputs, test):
    return (numpy.abs(outputs - test[1]) * test[2][:, None]).mean()


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(1, 128, batch_first=True), nn.Linear(128, HORIZON)

    def forward(self, x):
        return self.head(self.lstm(x[..., None])[0][:, -1])


def lstm(seed, train, validation, test):
    torch.manual_seed(seed)
    x, y, vx, vy = (torch.tensor(part, dtype=torch.float32) for part in (*train[:2], *validation[:2]))
    network, least, best = Forecaster(), math.inf, None
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    for _ in range(40):
        for rows in torch.randperm(len(x)).split(32):
            optimizer.zero_grad()
            nn.functional.mse_loss(network(x[rows]), y[rows]).backward()
            optimizer.step()
        with torch.no_grad():
            now = nn.functional.mse_loss(network(vx), vy).item()
        if now < least:
            least, best = now, copy.deepcopy(network.state_dict())
    network.load_state_dict(best)
    with torch.no_grad():
        return mean_absolute_error(network(torch.tensor(test[0], dtype=torch.float32)).numpy(), test)


if __name__ == "__main__":
    train, validation = windows(WINDOW, VALIDATION - HORIZON + 1), windows(VALIDATION, TEST - HORIZON + 1)
    test = windows(TEST, len(PASSENGERS) - HORIZON + 1)
    print(f"{len(train[0])}, {len(validation[0])} and {len(test[0])} windows")
    print(f"seasonal naive: {mean_absolute_error(0, test):.1f}")
    print(f"LinearRegression: {mean_absolute_error(LinearRegression().fit(*train[:2]).predict(test[0]), test):.1f}")
    for name, scores in (
        ("LSTM", [lstm(seed, train, validation, test) for seed in range(10)]),
        ("MLPRegressor (32, 32)", [
            mean_absolute_error(MLPRegressor((32, 32), max_iter=200, random_state=seed).fit(*train[:2]).predict(test[0]), test)
            for seed in range(10)]),
    ):
        print(f"{name}: {numpy.mean(scores):.1f} ({min(scores):.1f} to {max(scores):.1f})")
