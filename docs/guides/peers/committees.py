"""Models of scikit-learn on the digits beside `elucid train --members 10 --bagging`: docs/guides/committees.md and photos.md. On divisions that
smaller.py wrote; for each seed also

    elucid train --data digits-0 --members 10 --bagging --seed 0
"""
import numpy
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from networks import read_images


def network(seed):
    return MLPClassifier((128, 128), batch_size=32, max_iter=40, random_state=seed)


arms = {
    "RandomForestClassifier": lambda seed: RandomForestClassifier(random_state=seed),
    "LogisticRegression": lambda seed: LogisticRegression(max_iter=2000),
    "MLPClassifier (128, 128)": network,
    "ten of them, bagged": lambda seed: BaggingClassifier(network(seed), 10, random_state=seed),
}
for name, build in arms.items():
    scores = []
    for seed in range(5):
        (x, y), (test, answers) = (read_images(f"digits-{seed}", part) for part in ("train", "test"))
        scores.append(build(seed).fit(x.flatten(1).numpy(), y.numpy()).score(test.flatten(1).numpy(), answers.numpy()))
    print(f"{name:32} {numpy.mean(scores):.2%}  {min(scores):.1%} to {max(scores):.1%}", flush=True)
