"""Runs every vector against every bug; see Scripts/bug-matrix.

A test is passed as the harness counts it: the right output in every member, the right verdict
under every profile, and for a rejection any rejection. Only tests whose computation enters a
function that the bug replaces are run again; the others cannot change. Multiples of points and
Poseidon permutations are remembered, except for bugs in those modules.
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import cancel_order
import catalogue
import curve
import poseidon
import testee

VERDICTS = {"eddsa.verify": "valid", "request.verify": "valid",
            "curve.isOnCurve": "result", "curve.isInSubgroup": "result"}
PROFILED = ("eddsa.verify", "request.verify")
FOLDER = Path(__file__).resolve().parent.parent
REFERENCE = str(FOLDER / "reference")


class Test:
    """A test of a file, reduced to requests and expected answers."""

    def __init__(self, file, content):
        self.file, self.flags, self.op = file, set(content["flags"]), content["op"]
        self.content = content
        self.arguments = {name: content[name] for name in input_names(content)}
        profiles = content.get("profiles") or dict.fromkeys(
            ("relayer", "strict") if self.op in PROFILED else [None], content.get("result"))
        self.cases = [({"profile": name} if name else {}, result) for name, result in profiles.items()]

    def passes(self):
        if not all(self.is_expected(self.ask(profile), result) for profile, result in self.cases):
            return False
        return "outcome" not in self.content or self.exchange_is_expected()

    def ask(self, profile):
        try:
            return testee.answer(self.op, self.arguments | profile)
        except Exception as error:  # a crash of the testee is a failure, never a rejection
            return {"crashed": repr(error)}

    def is_expected(self, answer, result):
        if "crashed" in answer:
            return False
        out = answer.get("out")
        if self.op in VERDICTS:
            valid = out is not None and out[VERDICTS[self.op]]
            return valid == (result == "valid")
        if result == "invalid":
            return out is None
        return out is not None and all(self.content[name] == value for name, value in out.items())

    def exchange_is_expected(self):
        """The client's part of a cancel-order test, which is no operation of the protocol."""
        try:
            request, response = self.content["request"], self.content["response"]
            return (
                cancel_order.target(cancel_order.PATH, self.content["params"]) == request["target"]
                and cancel_order.headers(self.content["apiKey"], self.content["signature"]) == request["headers"]
                and cancel_order.read_response(response["status"], response["body"]) == self.content["outcome"])
        except Exception:
            return False


def input_names(content):
    """The members of the test that are input, "profile" aside."""
    _, shape = testee.OPERATIONS[content["op"]]
    names = [name for name in shape if name != "profile"]
    if content["op"].startswith("request."):
        names.append("params" if "params" in content else "body")
    return names


def load():
    tests = []
    for path in sorted(FOLDER.glob("*.json")):
        document = json.loads(path.read_text())
        for group in document.get("testGroups", []):
            tests += [Test(path.stem, test) for test in group["tests"] if "op" in test]
    return tests


def functions_entered(run):
    """The names "module.function" of the reference that a call enters."""
    entered = set()

    def record(frame, event, _):
        if event == "call" and frame.f_code.co_filename.startswith(REFERENCE):
            entered.add(frame.f_code)

    sys.setprofile(record)
    try:
        passed = run()
    finally:
        sys.setprofile(None)
    return passed, {f"{Path(code.co_filename).stem}.{code.co_name}" for code in entered}


class Memory:
    """Remembers the results of a function of the reference."""

    def __init__(self, module, name):
        self.module, self.name, self.function, self.results = module, name, getattr(module, name), {}

    def record(self, *arguments):
        """Always computes, so that the functions entered on the way can be observed."""
        result = self.function(*arguments)
        self.results[as_key(arguments)] = result
        return result

    def recall(self, *arguments):
        key = as_key(arguments)
        if key not in self.results:
            self.results[key] = self.function(*arguments)
        return self.results[key]

    @contextmanager
    def installed(self, replacement):
        setattr(self.module, self.name, replacement)
        try:
            yield
        finally:
            setattr(self.module, self.name, self.function)


def as_key(arguments):
    return tuple(tuple(a) if isinstance(a, list) else a for a in arguments)


def in_module(bug, module):
    return any(name.startswith(module.__name__ + ".") for name in [*bug.patch, *bug.touches])


class Matrix:
    def __init__(self):
        self.tests = load()
        self.users = {}  # function -> indices of the tests that enter it
        self.multiples = Memory(curve, "multiply")
        self.permutations = Memory(poseidon, "permute")

    def prepare(self):
        """Runs every test without a bug, and notes which functions it enters."""
        failures = []
        with self.multiples.installed(self.multiples.record), self.permutations.installed(self.permutations.record):
            for i, test in enumerate(self.tests):
                passed, entered = functions_entered(test.passes)
                if not passed:
                    failures.append(f"{test.file} {test.content['tcId']}")
                for function in entered:
                    self.users.setdefault(function, []).append(i)
        return failures

    def affected(self, bug):
        return sorted({i for function in bug.touches for i in self.users.get(function, [])})

    def run_bug(self, name):
        bug = catalogue.BUGS[name]
        indices = self.affected(bug)
        with ExitStack() as stack:
            for memory in (self.multiples, self.permutations):
                if not in_module(bug, memory.module):
                    stack.enter_context(memory.installed(memory.recall))
            stack.enter_context(catalogue.installed(name))
            caught = [i for i in indices if not self.tests[i].passes()]
        named = sum(bug.flag in self.tests[i].flags for i in caught)
        return name, len(indices), len(caught), named


matrix = Matrix()


def run_bug(name):
    return matrix.run_bug(name)


def main():
    failures = matrix.prepare()
    if failures:
        print("the reference itself fails", len(failures), "tests:", ", ".join(failures[:5]))
        return 1
    flags = {flag for test in matrix.tests for flag in test.flags}
    with ProcessPoolExecutor(max_workers=2) as pool:  # forked: the workers share what is prepared
        rows = list(pool.map(run_bug, catalogue.BUGS))
    print(f"{'bug':50} {'run':>5} {'caught by':>9} {'with its flag':>13}  flag")
    missed = 0
    for name, run, caught, named in rows:
        flag = catalogue.BUGS[name].flag
        problem = "" if named else "  NOT CAUGHT by its flag" if flag in flags else "  UNKNOWN FLAG"
        missed += not named
        print(f"{name:50} {run:5} {caught:9} {named:13}  {flag}{problem}")
    print(f"{len(rows)} bugs, {len(rows) - missed} caught by a vector that names them, {len(matrix.tests)} vectors")
    return 1 if missed else 0
