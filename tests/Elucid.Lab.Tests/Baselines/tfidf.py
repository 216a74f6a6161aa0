"""Writes the golden values of TfIdfTests: python3 tests/Elucid.Lab.Tests/Baselines/tfidf.py (scikit-learn 1.2.1)"""
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

train = ["the sea and the ship", "a ship on the sea", "the king and the queen", "a queen and a king", "the king on the sea", "a ship and a ship"]
labels = [0, 0, 1, 1, 1, 0]
test = ["a queen on a ship", "the sea of the king", "the unheard"]
v = TfidfVectorizer(token_pattern=r"\w+", min_df=1)
# The words of the training rows that stand twice at least, as ProseEncoder learns them.
from collections import Counter
counts = Counter(w for t in train for w in t.split())
v.set_params(vocabulary=sorted(w for w in counts if counts[w] > 1))
x = v.fit_transform(train)
np.set_printoptions(precision=9, suppress=True)
print(v.get_feature_names_out())
print(v.transform(test).toarray())
m = LogisticRegression(C=1, tol=1e-10, max_iter=10000).fit(x, labels)
print(m.predict_proba(v.transform(test)))
