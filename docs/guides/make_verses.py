#!/usr/bin/env python3
"""Writes verses.csv: 5,000 verses of the King James Bible, each with its group of books.

    apt-get install bible-kjv-text bible-kjv
    bible -f Ge1:1-Rev22:21 | python3 docs/guides/make_verses.py > verses.csv
"""
import csv, random, re, sys

GROUPS = {
    "law": "Ge Exo Lev Num Deu",
    "history": "Josh Jdgs Ruth 1Sm 2Sm 1Ki 2Ki 1Chr 2Chr Ezra Neh Est",
    "wisdom": "Job Psa Prv Eccl SSol",
    "prophets": "Isa Jer Lam Eze Dan Hos Joel Amos Obad Jonah Mic Nahum Hab Zep Hag Zec Mal",
    "gospels": "Mat Mark Luke John Acts",
    "letters": "Rom 1Cor 2Cor Gal Eph Phi Col 1Th 2Th 1Tim 2Tim Titus Phmn Heb Jas 1Pet 2Pet 1Jn 2Jn 3Jn Jude Rev",
}
OF = {book: group for group, books in GROUPS.items() for book in books.split()}

rows = []
for line in sys.stdin:
    found = re.match(r"(\w+?)\d+:\d+ (.*)", line)
    rows.append((OF[found.group(1)], found.group(2).strip()))
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(("group", "verse"))
out.writerows(random.Random(1).sample(rows, 5000))
