# SPDX-License-Identifier: Apache-2.0
"""The answers of testees with two known bugs of different chapters (Vectors/measured/pairs.json).

A test of the harness uses them to check that a report names both bugs. Most answers of a testee with two bugs
follow a rule: if one of the bugs fails a test, the answer is that of this bug, and if both fail it, that of
the first. For each pair of a sample, the file has the answers that differ from the rule. "passed" is one of
them.
"""

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations

from ..checks import require
from ..files import FOLDER
from . import matrix, signatures
from .catalog import BUGS

PATH = FOLDER / "measured/pairs.json"
SEED, COUNT = 12, 400
PASSED = "passed"


def main():
    bugs = {bug["name"]: bug for bug in json.loads(signatures.PATH.read_text())["bugs"]}
    if matrix.matrix is None:
        matrix.matrix = matrix.Matrix()
        require(not matrix.matrix.prepare(), "the reference fails a test without a bug; python3 Vectors bug-matrix prints which")
    with ProcessPoolExecutor(max_workers=2) as pool:  # the workers are forked and share the matrix
        pairs = list(pool.map(answers, sample(bugs)))
    found = [described(pair, failed, bugs) for pair, failed in pairs]
    PATH.write_text(json.dumps({"signatures": signatures_digest(), "seed": SEED, "pairs": found}, indent=1) + "\n")
    print(f"{len(found)} pairs, {sum(not pair['others'] for pair in found)} of them without another answer")
    return 0


def sample(bugs):
    """A sample of pairs of bugs of different chapters: the first ones in the order of a hash of their names,
    so that a new bug changes only few pairs."""
    def rank(pair):
        return hashlib.sha256(f"{SEED} {' '.join(pair)}".encode()).digest()

    pairs = (pair for pair in combinations(sorted(bugs), 2) if bugs[pair[0]]["module"] != bugs[pair[1]]["module"])
    return sorted(pairs, key=rank)[:COUNT]


def answers(pair):
    """The wrong answers of a testee with both bugs, by file and tcId."""
    tests, operations = matrix.matrix.tests, matrix.matrix.operations_with(*pair)
    failed = {}
    for index in sorted({index for name in pair for index in matrix.matrix.affected(BUGS[name])}):
        _, fault = tests[index].fault(operations)
        if fault is not None:
            failed[tests[index].file + ".json", str(tests[index].content["tcId"])] = signatures.text(fault)
    return pair, failed


def described(pair, failed, bugs):
    """The pair in the order for which fewer answers differ from the rule."""
    return min((in_order(names, failed, bugs) for names in (pair, pair[::-1])),
               key=lambda found: sum(map(len, found["others"].values())))


def in_order(names, failed, bugs):
    first, second = (answers_alone(bugs[name]) for name in names)
    expected = dict.fromkeys(failed, PASSED) | second | first
    others = {}
    for (file, number), answer in sorted(expected.items(), key=lambda item: (item[0][0], int(item[0][1]))):
        actual = failed.get((file, number), PASSED)
        if actual != answer:
            others.setdefault(file, {})[number] = actual
    return {"bugs": list(names), "others": others}


def answers_alone(bug):
    return {(file, number): answers.split(", ")[0].removeprefix("relayer ").removeprefix("strict ")
            for file, tests in bug["fails"].items() for number, answers in tests.items()}


def signatures_digest():
    return hashlib.sha256(signatures.PATH.read_bytes()).hexdigest()


def is_stale():
    """Whether the file was made with a different bug_signatures.json than the current one."""
    if json.loads(PATH.read_text())["signatures"] == signatures_digest():
        return False
    print(f"out of date: Vectors/{PATH.relative_to(FOLDER)}; run python3 Vectors bug-pairs")
    return True
