"""Writes cells-train.csv and cells-test.csv: the Wisconsin breast cancer data of scikit-learn (Debian: python3-sklearn), 30 measures of cell nuclei.

A third of the rows is for the test, with both kinds. What is learned from are the benign ones of the others.
"""
import csv

from sklearn.datasets import load_breast_cancer

data = load_breast_cancer()
header = [*data.feature_names, "kind"]
rows = [[*row, data.target_names[kind]] for row, kind in zip(data.data, data.target)]
parts = {
    "cells-train.csv": [row for i, row in enumerate(rows) if i % 3 < 2 and row[-1] == "benign"],
    "cells-test.csv": [row for i, row in enumerate(rows) if i % 3 == 2],
}
for name, part in parts.items():
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *part])
