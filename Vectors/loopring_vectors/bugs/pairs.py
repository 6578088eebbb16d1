"""What testees with two known bugs of different chapters answer (Vectors/measured/pairs.json).

By this a test of the harness sees that a report names both. A testee with two bugs answers mostly as with one of them:
where one alone fails a test, with its answer, and where both do, with that of the first. The file has, for each pair of
a sample, the answers that are others, "passed" among them.
"""

import hashlib
import json
import random
from concurrent.futures import ProcessPoolExecutor

from ..checks import require
from ..files import FOLDER
from . import matrix, signatures
from .catalogue import BUGS

PATH = FOLDER / "measured/pairs.json"
SEED, COUNT = 12, 200
PASSED = "passed"


def main():
    bugs = {bug["name"]: bug for bug in json.loads(signatures.PATH.read_text())["bugs"]}
    matrix.matrix = matrix.Matrix()
    require(not matrix.matrix.prepare(), "the reference itself fails; python3 Vectors bug-matrix says where")
    with ProcessPoolExecutor(max_workers=2) as pool:  # forked: the workers share what is prepared
        pairs = list(pool.map(answers, sample(bugs)))
    found = [described(pair, failed, bugs) for pair, failed in pairs]
    PATH.write_text(json.dumps({"signatures": signatures_digest(), "seed": SEED, "pairs": found}, indent=1) + "\n")
    print(f"{len(found)} pairs, {sum(not pair['others'] for pair in found)} of them without another answer")
    return 0


def sample(bugs):
    """Pairs of bugs of different chapters."""
    choice, names, pairs = random.Random(SEED).choice, sorted(bugs), []
    while len(pairs) < COUNT:
        pair = choice(names), choice(names)
        if bugs[pair[0]]["module"] != bugs[pair[1]]["module"]:
            pairs.append(pair)
    return pairs


def answers(pair):
    """The wrong answers of a testee with both bugs, by file and number of the test."""
    tests, operations = matrix.matrix.tests, matrix.matrix.operations_with(*pair)
    failed = {}
    for index in sorted({index for name in pair for index in matrix.matrix.affected(BUGS[name])}):
        fault = tests[index].faults(operations)[0]
        if fault is not None:
            failed[tests[index].file + ".json", str(tests[index].content["tcId"])] = without_profile(signatures.digest(fault))
    return pair, failed


def without_profile(answer):
    return answer.removeprefix("relayer ").removeprefix("strict ")


def described(pair, failed, bugs):
    """The pair in the order that leaves fewer answers to be stated."""
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
    return {(file, number): without_profile(answers.split(", ")[0])
            for file, tests in bug["fails"].items() for number, answers in tests.items()}


def signatures_digest():
    return hashlib.sha256(signatures.PATH.read_bytes()).hexdigest()


def is_stale():
    """Whether the file was made with other signatures than those that lie there."""
    if json.loads(PATH.read_text())["signatures"] == signatures_digest():
        return False
    print(f"made with other signatures: {PATH.relative_to(FOLDER)}; python3 Vectors bug-pairs makes it anew")
    return True
