"""Writes voters-train.csv and voters-test.csv: 944 people of the American National Election Study of 1996, as statsmodels has them (Debian:
python3-statsmodels), asked before the election between Clinton and Dole.

A third of the rows is for the test. Of a third of the others the vote is left out, as if they had not been asked.
"""
import csv

from statsmodels.datasets import anes96

NAMES = {
    "popul": "population", "TVnews": "tv_news", "selfLR": "self", "ClinLR": "clinton", "DoleLR": "dole", "age": "age", "educ": "education",
    "income": "income", "PID": "party", "vote": "vote",
}
parts = {"train": [], "test": []}
for i, row in enumerate(anes96.load_pandas().data.to_dict("records")):
    people = parts["test" if i % 3 == 2 else "train"]
    vote = ["Clinton", "Dole"][int(row["vote"])]
    isAsked = i % 3 == 2 or len(people) % 3 < 2
    people.append([vote if name == "vote" and isAsked else "" if name == "vote" else f"{row[column]:g}" for column, name in NAMES.items()])
for part, people in parts.items():
    with open(f"voters-{part}.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([list(NAMES.values()), *people])
