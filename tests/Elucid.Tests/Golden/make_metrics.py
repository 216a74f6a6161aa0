#!/usr/bin/env python3
"""Writes metrics.json: scores as scikit-learn computes them, for answers of many shapes. Run: python3 make_metrics.py (Debian: python3-sklearn)."""
import json
import os
import warnings

import numpy as np
from sklearn import metrics

warnings.simplefilter("ignore")     # F1 of a class that was never answered: 0, as here
rng = np.random.default_rng(11)


def floats(values):
    return [float(v) for v in np.asarray(values, dtype=np.float64).ravel()]


def classification(name, labels, logits):
    labels, logits = np.asarray(labels), np.asarray(logits, dtype=np.float32)
    classes = logits.shape[1]
    z = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    # Summed in ascending order, so that rows of the same logits in another order tie.
    p = np.exp(z) / np.sort(np.exp(z), axis=1).cumsum(axis=1)[:, -1:]
    predicted = logits.argmax(axis=1)
    entry = {
        "name": name, "classes": classes, "labels": labels.tolist(), "logits": floats(logits),
        "confusion": metrics.confusion_matrix(labels, predicted, labels=range(classes)).ravel().tolist(),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "balanced": metrics.balanced_accuracy_score(labels, predicted),
        "macroF1": metrics.f1_score(labels, predicted, average="macro"),
        "logLoss": metrics.log_loss(labels, p, labels=range(classes), eps=1e-300),
    }
    if classes == 2:
        entry["f1"] = metrics.f1_score(labels, predicted)
        entry["auc"] = metrics.roc_auc_score(labels, p[:, 1])
    elif len(set(labels)) == classes:
        entry["auc"] = metrics.roc_auc_score(labels, p, multi_class="ovr", average="macro")
    return entry


def regression(name, targets, predictions):
    targets, predictions = np.asarray(targets, dtype=np.float32), np.asarray(predictions, dtype=np.float32)
    t, y = targets.astype(np.float64), predictions.astype(np.float64)
    return {
        "name": name, "outputs": 1 if t.ndim == 1 else t.shape[1], "targets": floats(t), "predictions": floats(y),
        "mae": metrics.mean_absolute_error(t.ravel(), y.ravel()), "rmse": metrics.mean_squared_error(t.ravel(), y.ravel()) ** 0.5,
        "r2": metrics.r2_score(t, y, multioutput="variance_weighted"),
    }


def drawn(rows, classes, shares, strength, step=None):
    labels = rng.choice(classes, rows, p=shares)
    labels[:classes] = range(classes)
    logits = rng.normal(size=(rows, classes)) + strength * np.eye(classes)[labels]
    return labels, np.round(logits / step) * step if step else logits


rare = rng.permutation([1] * 3 + [0] * 97)
classes = [
    classification("binary", *drawn(60, 2, [0.5, 0.5], 1)),
    classification("imbalanced", rare, rng.normal(size=(100, 2)) + [1, 0]),
    classification("always no", rare, np.tile([3, -3], (100, 1))),
    classification("ties", *drawn(80, 2, [0.7, 0.3], 1, step=1)),
    classification("two rows", [0, 1], [[0, 1], [1, 0]]),
    classification("perfect", [0, 1, 1, 0], [[9, 0], [0, 9], [0, 9], [9, 0]]),
    classification("three classes", *drawn(90, 3, [0.6, 0.3, 0.1], 1)),
    classification("ten classes with ties", *drawn(200, 10, [0.1] * 10, 2, step=1)),
    classification("a class that does not occur", [0, 1, 0, 1], rng.normal(size=(4, 3))),
    classification("far logits", [0, 1, 1, 0], [[200, -200], [-100, 100], [30, -30], [-1, 1]]),
]
numbers = [
    regression("plain", rng.normal(size=50), rng.normal(size=50)),
    regression("two rows", [1, 3], [2, 2.5]),
    regression("large beside their spread", [1e7, 1e7 + 2, 1e7 + 4], [1e7 + 1, 1e7 + 2, 1e7 + 3]),
    regression("two outputs of different sizes", rng.normal(size=(30, 2)) * [1, 100] + [0, 1000], rng.normal(size=(30, 2)) * [1, 100] + [0, 1000]),
    regression("perfect", [1, 2, 4], [1, 2, 4]),
]
with open(os.path.join(os.path.dirname(__file__), "metrics.json"), "w") as f:
    json.dump({"classification": classes, "regression": numbers}, f)
    f.write("\n")
