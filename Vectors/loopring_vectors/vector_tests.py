# SPDX-License-Identifier: Apache-2.0
"""The tests of the vector files as requests of the testee protocol, with the expected answers."""

import json

from .files import FOLDER
from .reference.cancel_order import PATH
from .reference.eddsa import FORMS
from .reference.failure import NeverAnswers
from .reference.operations import PROFILED, SHAPES, VERDICTS

UNREDUCED = {"S": "unreducedS", "signature": "unreducedSignature"}


class Test:
    """A test of a file: its requests and the expected answers."""

    def __init__(self, file, content):
        self.file, self.flags, self.op = file, set(content["flags"]), content["op"]
        self.content = content
        self.arguments = {name: content[name] for name in input_names(content)}
        profiles = content.get("profiles") or dict.fromkeys(
            ("relayer", "strict") if self.op in PROFILED else [None], content.get("result"))
        self.cases = [({"profile": name} if name else {}, result) for name, result in profiles.items()]

    def passes(self, operations):
        if any(self.fault_under(profile, result, operations) for profile, result in self.cases):
            return False
        return self.exchange_passes(operations.scheme.cancel_order)

    def fault_under(self, profile, result, operations):
        """The fault of the answer under a profile: None if the answer is right; a word of Vectors/README.md,
        "Signatures of known bugs"; or the wrong members of `out` with their values, as pairs in the order of
        the operation.

        The rules are those of the harness: every output member must be right, or the verdict; if a rejection
        is expected, any rejection passes."""
        return self.fault_of(self.ask(operations, profile), result, self.arguments.get("form"))

    def ask(self, operations, changed):
        try:
            return operations.answer(self.op, self.arguments | changed)
        except NeverAnswers:
            return {"lost": "timed out"}
        except Exception:  # a crash of the testee is a failure, not a rejection
            return {"lost": "crashed"}

    def fault_of(self, answer, result, form):
        if "lost" in answer:
            return answer["lost"]
        out = answer.get("out")
        if self.op in VERDICTS:
            valid = out is not None and out[VERDICTS[self.op]]
            if valid == (result == "valid"):
                return None
            return "accepted" if valid else "refused"
        if result == "invalid":
            return None if out is None else tuple(out.items())
        if out is None:
            return "refused"
        return tuple((name, value) for name, value in out.items() if value != self.value(name, form)) or None

    def value(self, name, form):
        """The expected value of an output member. For S and signature, a test has both forms."""
        return self.content[UNREDUCED[name] if form == "unreduced" and name in UNREDUCED else name]

    def fault(self, operations):
        """The fault of the answer, and the profile if the answer is wrong under one profile only; otherwise
        ""."""
        found = [self.fault_under(profile, result, operations) for profile, result in self.cases]
        if len(found) == 2 and bool(found[0]) != bool(found[1]):
            return ("relayer", found[0]) if found[0] else ("strict", found[1])
        return "", found[0]

    def faults(self, operations):
        """The fault of the test, and, for a signing test, the fault with the other form of S, because a
        testee may have only one form."""
        profile, fault = self.fault(operations)
        found = [(profile, fault)]
        if "form" in self.arguments and isinstance(fault, tuple) and self.content["result"] == "valid":
            form = FORMS[1 - FORMS.index(self.arguments["form"])]
            found.append(("", self.fault_of(self.ask(operations, {"form": form}), "valid", form)))
        return found

    def exchange_passes(self, client):
        """The client's part of a cancel-order test, for which the protocol does not have an operation."""
        if "outcome" not in self.content:
            return True
        try:
            request, response = self.content["request"], self.content["response"]
            return (
                client.target(PATH, self.content["params"]) == request["target"]
                and client.headers(self.content["apiKey"], self.content["signature"]) == request["headers"]
                and client.read_response(response["status"], response["body"]) == self.content["outcome"])
        except Exception:
            return False


def stated(name, value):
    """A member of "out" and its value, as one line of text."""
    return f"{name}={value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(',', ':'))}"


def input_names(content):
    """The input members of the test, without "profile"."""
    names = [name for name in SHAPES[content["op"]] if name != "profile"]
    if content["op"].startswith("request."):
        names.append("params" if "params" in content else "body")
    return names


def load():
    tests = []
    for path in sorted(FOLDER.glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        for group in document.get("testGroups", []):
            tests += [Test(path.stem, test) for test in group["tests"] if "op" in test]
    return tests


def print_requests():
    """Prints every request that a harness sends, one per line."""
    number = 0
    for test in load():
        for profile, _ in test.cases:
            number += 1
            print(json.dumps({"id": number, "op": test.op, "in": test.arguments | profile}))
    return 0
