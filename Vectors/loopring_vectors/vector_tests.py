"""The tests of the vector files, as requests of the testee protocol and expected answers."""

import json

from .files import FOLDER
from .reference.cancel_order import PATH
from .reference.operations import PROFILED, SHAPES, VERDICTS


class Test:
    """A test of a file, reduced to requests and expected answers."""

    def __init__(self, file, content):
        self.file, self.flags, self.op = file, set(content["flags"]), content["op"]
        self.content = content
        self.arguments = {name: content[name] for name in input_names(content)}
        profiles = content.get("profiles") or dict.fromkeys(
            ("relayer", "strict") if self.op in PROFILED else [None], content.get("result"))
        self.cases = [({"profile": name} if name else {}, result) for name, result in profiles.items()]

    def passes(self, operations):
        if not all(self.is_expected(self.ask(operations, profile), result) for profile, result in self.cases):
            return False
        return "outcome" not in self.content or self.exchange_is_expected(operations.scheme.cancel_order)

    def ask(self, operations, profile):
        try:
            return operations.answer(self.op, self.arguments | profile)
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

    def exchange_is_expected(self, client):
        """The client's part of a cancel-order test, which is no operation of the protocol."""
        try:
            request, response = self.content["request"], self.content["response"]
            return (
                client.target(PATH, self.content["params"]) == request["target"]
                and client.headers(self.content["apiKey"], self.content["signature"]) == request["headers"]
                and client.read_response(response["status"], response["body"]) == self.content["outcome"])
        except Exception:
            return False


def input_names(content):
    """The members of the test that are input, "profile" aside."""
    names = [name for name in SHAPES[content["op"]] if name != "profile"]
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


def print_requests():
    """Every request that a harness sends, one a line."""
    number = 0
    for test in load():
        for profile, _ in test.cases:
            number += 1
            print(json.dumps({"id": number, "op": test.op, "in": test.arguments | profile}))
    return 0
