"""Drawn rows of tables beside those of scikit-learn's models of densities: docs/guides/generate.md. Writes the tables, then judges what is drawn:

    python3 drawn_rows.py                       # writes wine.csv, iris.csv, orders.csv
    elucid train --data orders.csv --model vae --out orders-vae
    elucid generate orders-vae/model.safetensors -n 1000 --out drawn-orders-vae.csv
    python3 drawn_rows.py orders vae            # and gan, where it is there
"""
import sys

import numpy
import pandas
from pandas.api.types import is_numeric_dtype
from scipy.linalg import sqrtm
from scipy.stats import ks_2samp
from sklearn.datasets import load_iris, load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import cross_val_predict
from sklearn.neighbors import KernelDensity

ROWS = 1000


def write_tables():
    wine, iris = load_wine(), load_iris()
    table = pandas.DataFrame(wine.data, columns=[name.replace("/", "_") for name in wine.feature_names])
    table.assign(cultivar=["abc"[kind] for kind in wine.target]).sample(frac=1, random_state=0).to_csv("wine.csv", index=False)
    table = pandas.DataFrame(iris.data, columns=["sepal_length", "sepal_width", "petal_length", "petal_width"])
    table.assign(species=[iris.target_names[kind] for kind in iris.target]).sample(frac=1, random_state=0).to_csv("iris.csv", index=False)
    draw, count = numpy.random.default_rng(0), 2000
    region = draw.choice(["north", "south", "east", "west", "isles"], count, p=[0.4, 0.27, 0.2, 0.1, 0.03])
    online = draw.random(count) < numpy.where(region == "isles", 0.95, numpy.where(region == "north", 0.3, 0.6))
    items = 1 + draw.poisson(numpy.where(online, 1.2, 3.5))
    price = numpy.round(numpy.exp(draw.normal(numpy.where(region == "south", 3.4, 2.8), 0.7, count)) * items, 2)
    days = numpy.where(online, numpy.ceil(draw.gamma(2, numpy.where(region == "isles", 4, 1.2), count)), 0).astype(int)
    channel = numpy.where(online, "online", "shop")
    pandas.DataFrame(dict(region=region, channel=channel, items=items, price=price, days=days)).to_csv("orders.csv", index=False)


class Columns:
    """Quantities, standardised, and a column for each category."""

    def __init__(self, table):
        self.table, self.quantities = table, [name for name in table if is_numeric_dtype(table[name])]
        self.kinds = {name: sorted(table[name].unique()) for name in table if name not in self.quantities}
        self.mean, self.deviation = table[self.quantities].mean(), table[self.quantities].std()

    def numbers(self, table):
        kinds = [[[float(value == kind) for kind in kinds] for value in table[name]] for name, kinds in self.kinds.items()]
        return numpy.hstack([((table[self.quantities] - self.mean) / self.deviation).values, *map(numpy.array, kinds)])

    def rows(self, numbers):
        columns = {name: numbers[:, i] * self.deviation[name] + self.mean[name] for i, name in enumerate(self.quantities)}
        first = len(self.quantities)
        for name, kinds in self.kinds.items():
            columns[name] = [kinds[i] for i in numbers[:, first:first + len(kinds)].argmax(1)]
            first += len(kinds)
        return pandas.DataFrame(columns)[list(self.table.columns)]


def frechet(real, drawn):
    draw, distances = numpy.random.default_rng(0), []
    for _ in range(5):
        first = draw.normal(size=(real.shape[1], 128)) * numpy.sqrt(2 / real.shape[1])
        second = draw.normal(size=(128, 32)) * numpy.sqrt(2 / 128)
        a, b = (numpy.maximum(numpy.maximum(x @ first, 0) @ second, 0) for x in (real, drawn))
        p, q = numpy.cov(a.T), numpy.cov(b.T)
        distances.append(((a.mean(0) - b.mean(0)) ** 2).sum() + numpy.trace(p + q - 2 * sqrtm(p @ q).real))
    return numpy.mean(distances)


def told_apart(real, drawn):
    count = min(len(real), len(drawn))
    x, y = numpy.vstack([real[:count], drawn[:count]]), numpy.repeat([0, 1], count)
    forest = RandomForestClassifier(200, min_samples_leaf=3, random_state=0)
    return roc_auc_score(y, cross_val_predict(forest, x, y, cv=5, method="predict_proba")[:, 1])


def judge(name, columns, drawn):
    real, x, y = columns.table, columns.numbers(columns.table), columns.numbers(drawn)
    apart = numpy.mean([ks_2samp(real[name], drawn[name]).statistic for name in columns.quantities])
    outside = numpy.mean([~drawn[name].between(real[name].min(), real[name].max()) for name in columns.quantities])
    print(f"{name:12} KS {apart:.3f}  told apart {told_apart(x, y):.3f}  Fréchet {frechet(x, y):.2f}  outside {outside:.1%}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        write_tables()
    else:
        columns = Columns(pandas.read_csv(f"{sys.argv[1]}.csv"))
        x = columns.numbers(columns.table)
        mixture = min((GaussianMixture(k, reg_covar=1e-3, random_state=0).fit(x) for k in range(1, 9)), key=lambda model: model.bic(x))
        judge("mixture", columns, columns.rows(mixture.sample(ROWS)[0]))
        judge("kernels 0.3", columns, columns.rows(KernelDensity(bandwidth=0.3).fit(x).sample(ROWS, random_state=0)))
        judge("independent", columns, pandas.DataFrame(
            {name: columns.table[name].sample(ROWS, replace=True, random_state=i).values for i, name in enumerate(columns.table)}))
        for arm in sys.argv[2:]:
            judge(arm, columns, pandas.read_csv(f"drawn-{sys.argv[1]}-{arm}.csv")[list(columns.table.columns)])
