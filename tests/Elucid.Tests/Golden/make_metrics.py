#!/usr/bin/env python3
"""Writes metrics.json: scores as scikit-learn computes them, for answers of many shapes. Run: python3 make_metrics.py (Debian: python3-sklearn)."""
import json
import os
import warnings

import numpy as np
from scipy import linalg
from sklearn import metrics

warnings.simplefilter("ignore")     # F1 of a class that was never answered: 0, as here
rng = np.random.default_rng(11)


def floats(values):
    return [float(v) for v in np.asarray(values, dtype=np.float64).ravel()]


def mean_of(score, labels, predicted, average):
    if average == "micro":
        return float(score(labels, predicted, average="micro"))
    classes = np.unique(np.concatenate([labels, predicted]))
    each = score(labels, predicted, labels=classes, average=None)
    rows, answers = (np.array([(which == c).sum() for c in classes]) for which in (labels, predicted))
    has = answers > 0 if score is metrics.precision_score else rows > 0 if score is metrics.recall_score else rows + answers > 0
    return float(np.average(each[has], weights=rows[has] if average == "weighted" else None))


def calibration_error(labels, p, bins=15):
    """Guo et al. 2017, equations 3 and 5."""
    confidence, right, error = p.max(axis=1), p.argmax(axis=1) == labels, 0.0
    for m in range(bins):
        inside = (confidence > m / bins) & (confidence <= (m + 1) / bins)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)


def frechet(name, a, b):
    a, b = np.asarray(a, dtype=np.float32).astype(np.float64), np.asarray(b, dtype=np.float32).astype(np.float64)
    ca, cb = np.atleast_2d(np.cov(a, rowvar=False)), np.atleast_2d(np.cov(b, rowvar=False))
    root = linalg.sqrtm(ca @ cb).real
    return {"name": name, "features": a.shape[1], "a": floats(a), "b": floats(b),
            "distance": float(((a.mean(axis=0) - b.mean(axis=0)) ** 2).sum() + np.trace(ca + cb - 2 * root))}


def overlap(a, b):
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = max(0, width) * max(0, height)
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


def average_precision(images, kind, threshold):
    """COCOeval's evaluateImg and accumulate, for one class, all areas and 100 detections, without crowds."""
    scores, matches, objects = [], [], 0
    for truth, found in images:
        truth = [t for t in truth if t[4] == kind]
        objects += len(truth)
        taken = [False] * len(truth)
        found = sorted([f for f in found if f[4] == kind], key=lambda f: -f[5])[:100]
        for f in found:
            best, match = min(threshold, 1 - 1e-10), -1
            for i, t in enumerate(truth):
                if not taken[i] and overlap(f, t) >= best:
                    best, match = overlap(f, t), i
            if match >= 0:
                taken[match] = True
            scores.append(f[5])
            matches.append(match >= 0)
    order = np.argsort(-np.array(scores), kind="mergesort")
    right = np.cumsum(np.array(matches)[order])
    recall, precision = right / objects, right / np.arange(1, len(right) + 1)
    for i in range(len(precision) - 1, 0, -1):
        precision[i - 1] = max(precision[i - 1], precision[i])
    places = np.searchsorted(recall, np.linspace(0, 1, 101) - 1e-12, side="left")
    return float(np.mean([precision[i] if i < len(precision) else 0 for i in places]))


def detection(name, images):
    kinds = sorted({int(t[4]) for truth, _ in images for t in truth})
    thresholds = np.linspace(0.5, 0.95, 10)
    return {"name": name, "images": [{"truth": floats(truth), "found": floats(found)} for truth, found in images],
            "at50": float(np.mean([average_precision(images, k, 0.5) for k in kinds])),
            "at50To95": float(np.mean([average_precision(images, k, t) for k in kinds for t in thresholds]))}


def drawn_image(objects, noise, kinds):
    corner = rng.uniform(0, 60, (objects, 2)).astype(np.float32)
    truth = np.hstack([corner, corner + rng.uniform(8, 30, (objects, 2)), rng.integers(0, kinds, (objects, 1))]).astype(np.float32)
    seen = np.repeat(truth, 2, axis=0)
    seen[:, :4] += rng.normal(size=(len(seen), 4)) * noise
    seen[rng.random(len(seen)) < 0.15, 4] = 0
    scores = np.round(rng.random((len(seen), 1)), 1)
    found = np.hstack([seen, scores]).astype(np.float32)
    return truth.tolist(), found.tolist()


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
        "brier": float(np.mean(((p - np.eye(classes)[labels]) ** 2).sum(axis=1))),
        "calibration": calibration_error(labels, p),
        "averagePrecision": float(np.mean([metrics.average_precision_score(labels == c, p[:, c]) for c in np.unique(labels)])),
    }
    for average in ["micro", "macro", "weighted"]:
        # Means over the classes that have the score, as zero_division=numpy.nan makes them in scikit-learn 1.3 and later.
        for name, score in [("precision", metrics.precision_score), ("recall", metrics.recall_score), ("f1", metrics.f1_score), ("iou", metrics.jaccard_score)]:
            entry[f"{average} {name}"] = mean_of(score, labels, predicted, average)
    if classes == 2:
        entry["f1"] = metrics.f1_score(labels, predicted)
        entry["auc"] = metrics.roc_auc_score(labels, p[:, 1])
        entry["brierOfClass"] = metrics.brier_score_loss(labels, p[:, 1])
    elif len(set(labels)) == classes:
        entry["auc"] = metrics.roc_auc_score(labels, p, multi_class="ovr", average="macro")
    return entry


def regression(name, targets, predictions):
    targets, predictions = np.asarray(targets, dtype=np.float32), np.asarray(predictions, dtype=np.float32)
    t, y = targets.astype(np.float64), predictions.astype(np.float64)
    return {
        "name": name, "outputs": 1 if t.ndim == 1 else t.shape[1], "targets": floats(t), "predictions": floats(y),
        "mape": metrics.mean_absolute_percentage_error(t.ravel(), y.ravel()), "mae": metrics.mean_absolute_error(t.ravel(), y.ravel()), "rmse": metrics.mean_squared_error(t.ravel(), y.ravel()) ** 0.5,
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
latent = rng.normal(size=(40, 3))
features = [
    frechet("one feature", rng.normal(size=(20, 1)), 2 * rng.normal(size=(30, 1)) + 1),
    frechet("eight features", rng.normal(size=(50, 8)) @ rng.normal(size=(8, 8)), rng.normal(size=(60, 8)) + 0.5),
    frechet("features that depend on each other", latent @ rng.normal(size=(3, 12)), rng.normal(size=(40, 12))),
]
images = [
    detection("sure and near", [drawn_image(6, 0.5, 3) for _ in range(4)]),
    detection("far off", [drawn_image(5, 3, 2) for _ in range(6)]),
    detection("one image", [drawn_image(20, 1.5, 1)]),
]
with open(os.path.join(os.path.dirname(__file__), "metrics.json"), "w") as f:
    json.dump({"classification": classes, "regression": numbers, "frechet": features, "detection": images}, f)
    f.write("\n")
