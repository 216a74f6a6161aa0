"""A variational autoencoder in PyTorch, of the size of `elucid train --model vae`, on divisions of the digits that smaller.py wrote:
docs/guides/generate.md. Before, for each seed,

    elucid train --model vae --data digits-0 --seed 0 --out digits-0-vae
    elucid generate digits-0-vae/model.safetensors -n 397 --out drawn-0-vae

    python3 docs/guides/peers/generate.py

trains PyTorch's, draws as many images as there are test images, and judges those of both by one classifier of the training images: by the
Fréchet distance to the test images in its last hidden layer, and by the share of which it is at least 90 % sure.
"""
import copy
import math
import pathlib

import numpy
import torch
from PIL import Image
from scipy.linalg import sqrtm
from torch import nn

from networks import accuracy, fit, hold_out, mlp, read_images, write_digits

SEEDS = range(5)


class Judge:
    def __init__(self, train, validation):
        self.network = mlp(64, 10, (128, 32))
        fit(self.network, train, validation, 40)

    def features(self, images):
        with torch.no_grad():
            return self.network[:-1](images).numpy().astype(float)

    def distance(self, drawn, real):
        a, b = self.features(drawn), self.features(real)
        p, q = numpy.cov(a.T), numpy.cov(b.T)
        return ((a.mean(0) - b.mean(0)) ** 2).sum() + numpy.trace(p + q - 2 * sqrtm(p @ q).real)

    def sure(self, drawn):
        with torch.no_grad():
            return (self.network(drawn).softmax(1).max(1).values >= 0.9).float().mean().item()


class Vae(nn.Module):
    """64-256-128-8 and back, ELU, normal around its output with a deviation of each pixel that is learned."""
    LATENT, EPOCHS, RATE = 8, 150, 2e-3

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = mlp(64, 2 * self.LATENT, (256, 128)), mlp(self.LATENT, 64, (128, 256))
        for layer, variance in ((self.encoder[-1], 1), (self.decoder[-1], 0.01)):
            nn.init.normal_(layer.weight, std=math.sqrt(variance / layer.in_features))
        self.log_deviation = nn.Parameter(torch.zeros(64))

    def loss(self, x):
        mean, log_variance = self.encoder(x).split(self.LATENT, 1)
        output = self.decoder(mean + (log_variance / 2).exp() * torch.randn_like(mean))
        around = torch.distributions.Normal(output, self.log_deviation.exp() + 0.05)
        divergence = (mean ** 2 + log_variance.exp() - 1 - log_variance).sum(1) / 2
        return (divergence - around.log_prob(x.flatten(1)).sum(1)).mean()

    def sample(self, count):
        return self.decoder(torch.randn(count, self.LATENT)).clamp(0, 1).view(-1, 1, 8, 8)


def learn(network, train, validation):
    """Draws as many images as the test has, with the weights of the epoch of the lowest validation loss."""
    optimizer, least, best = torch.optim.Adam(network.parameters(), network.RATE), math.inf, None
    for _ in range(network.EPOCHS):
        network.train()
        for rows in torch.randperm(len(train)).split(32):
            optimizer.zero_grad()
            network.loss(train[rows]).backward()
            optimizer.step()
        network.eval()
        with torch.no_grad(), torch.random.fork_rng():
            torch.manual_seed(0)
            now = network.loss(validation).item()
        if now < least:
            least, best = now, copy.deepcopy(network.state_dict())
    network.load_state_dict(best)
    with torch.no_grad():
        return network.sample(397)


def read_drawn(directory):
    images = numpy.stack([numpy.asarray(Image.open(file).convert("L")) for file in sorted(pathlib.Path(directory).glob("*.png"))])
    return torch.tensor(images, dtype=torch.float32)[:, None] / 255


def gaussian(x):
    x = x.flatten(1).numpy().astype(float)
    drawn = numpy.random.default_rng(0).multivariate_normal(x.mean(0), numpy.cov(x.T), 397)
    return torch.tensor(drawn.clip(0, 1), dtype=torch.float32).view(-1, 1, 8, 8)


def run(seed):
    directory = f"digits-{seed}"
    if not pathlib.Path(directory).exists():
        write_digits(directory, seed)
    torch.manual_seed(seed)
    train, validation = hold_out(*read_images(directory, "train"), 0.15, seed)
    test = read_images(directory, "test")
    judge = Judge(train, validation)
    drawn = {"real, from training": train[0][:397], "Gaussian": gaussian(train[0])}
    drawn["elucid"] = read_drawn(f"drawn-{seed}-vae")
    torch.manual_seed(seed)
    drawn["PyTorch"] = learn(Vae(), train[0], validation[0])
    print(f"seed {seed}: the judge is right of {accuracy(judge.network, test):.1%}", flush=True)
    return {name: (judge.distance(images, test[0]), judge.sure(images)) for name, images in drawn.items()}


if __name__ == "__main__":
    runs = [run(seed) for seed in SEEDS]
    for name in runs[0]:
        distances, sure = numpy.array([scores[name] for scores in runs]).T
        print(f"{name:20} {distances.mean():.2f} ({distances.min():.2f} to {distances.max():.2f})  sure {sure.mean():.1%}  each "
              + " ".join(f"{value:.2f}" for value in distances), flush=True)
