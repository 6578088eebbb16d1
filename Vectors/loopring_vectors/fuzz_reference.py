# SPDX-License-Identifier: Apache-2.0
"""Compare two implementations on random requests, through the testee protocol.

    python3 Vectors fuzz-reference SECONDS [--seed SEED] [--testee COMMAND]

Sends the same pseudorandom requests to COMMAND and to the Python reference. COMMAND is by default the
`loopsig testee` of this repository, which this script builds. Half of the requests have a random change.
Compares every answer: outputs member by member, errors by their code. Prints the seed and the counts. If an
answer differs, prints the first request with different answers and fails.
"""

import argparse
import collections
import json
import random
import secrets
import shlex
import subprocess
import sys
import time

from .files import FOLDER
from .reference.curve import BASE
from .reference.eddsa import FORMS, PROFILES
from .reference.field import P
from .reference.order_hash import FIELDS
from .reference.scalar import ELL
from .reference.scheme import REFERENCE

ROOT = FOLDER.parent
curve, eddsa = REFERENCE.curve, REFERENCE.eddsa
format_integer = REFERENCE.encoding.format_integer
LANDMARKS = [0, 1, 2, (P - 1) // 2, (P + 1) // 2, P - 1, P, P + 1, ELL - 1, ELL, ELL + 1, 8 * ELL - 1,
             8 * ELL, 1 << 255, (1 << 256) - 1]
LOW_ORDER = curve.multiply(ELL, curve.unpack(9))  # of order 8
ALPHABET = "abcXYZ0189-._~ %&=+/?#:@é\u0301語😀\u0000\u007f\n"


class Requests:
    """A source of pseudorandom requests."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.operations = {
            **{f"field.{name}": lambda: {"a": self.integer(P), "b": self.integer(P)}
               for name in ("add", "subtract", "multiply")},
            **{f"field.{name}": lambda: {"a": self.integer(P)}
               for name in ("negate", "square", "invert", "squareRoot")},
            **{f"scalar.{name}": lambda: {"a": self.integer(ELL), "b": self.integer(ELL)}
               for name in ("add", "subtract", "multiply")},
            "scalar.invert": lambda: {"a": self.integer(ELL)},
            **{f"curve.{name}": lambda: {"p": self.point()} for name in ("isOnCurve", "isInSubgroup", "pack")},
            "curve.add": lambda: {"p": self.point(), "q": self.point()},
            "curve.multiply": lambda: {"scalar": self.integer(1 << 256), "p": self.point()},
            "curve.unpack": lambda: {"packed": self.integer(1 << 256)},
            "poseidon.hash": self.poseidon,
            "eddsa.publicKey": lambda: {"secretKey": self.integer(ELL)},
            "eddsa.sign": lambda: {"secretKey": self.integer(ELL), "message": self.integer(P),
                                   "form": self.form()},
            "eddsa.verify": self.verify,
            "key.derive": lambda: {"ethereumSignature": "0x" + self.random.randbytes(
                self.random.choice([1, 64, 65, 66])).hex()},
            "request.canonicalize": self.request,
            "request.sign": lambda: self.request() | {"secretKey": self.integer(ELL), "form": self.form()},
            "request.verify": lambda: self.request() | {
                name: value for name, value in self.verify().items() if name != "message"},
            "order.hash": self.order,
        }

    def next(self, number):
        op = self.random.choice(list(self.operations))
        arguments = self.operations[op]()
        if self.random.random() < 0.5:
            arguments = self.change(arguments)
        return {"id": number, "op": op, "in": arguments}

    # Values

    def integer(self, bound):
        if self.random.random() < 0.1:
            return format_integer(self.random.choice(LANDMARKS))
        return format_integer(self.random.randrange(bound))

    def form(self):
        return self.random.choice(FORMS)

    def some_point(self):
        point = curve.multiply(self.random.randrange(1 << 20), BASE)
        if self.random.random() < 0.3:
            point = curve.add(point, curve.multiply(self.random.randrange(8), LOW_ORDER))
        return point

    def point(self):
        x, y = self.some_point()
        return {"x": format_integer(x), "y": format_integer(y)}

    def poseidon(self):
        t, rounds = self.random.choice([(t, (6, 53)) for t in range(1, 15)] + [(6, (6, 52)), (6, (8, 57))])
        return {"t": t, "fullRounds": rounds[0], "partialRounds": rounds[1],
                "inputs": [self.integer(P) for _ in range(self.random.randrange(t + 1))]}

    def verify(self):
        """A signature. A point of low order may be added to A and R, or a multiple of ℓ to S."""
        k, m = self.random.randrange(1, ELL), self.random.randrange(P)
        a, _, r, _, s = eddsa.sign(k, m, self.form())
        if self.random.random() < 0.3:
            a = curve.add(a, curve.multiply(self.random.randrange(8), LOW_ORDER))
        if self.random.random() < 0.3:
            r = curve.add(r, curve.multiply(self.random.randrange(8), LOW_ORDER))
        if self.random.random() < 0.3:
            s = (s + self.random.randrange(9) * ELL) % (1 << 256)
        return {"publicKey": {"x": format_integer(a[0]), "y": format_integer(a[1])},
                "message": format_integer(m), "signature": eddsa.format_signature(r, s),
                "profile": self.random.choice(PROFILES)}

    def text(self, most):
        return "".join(self.random.choices(ALPHABET, k=self.random.randrange(most)))

    def request(self):
        method = self.random.choice(["GET", "POST", "PUT", "DELETE"])
        request = {"method": method, "baseURL": self.random.choice(
            ["https://api3.loopring.io", "http://127.0.0.1:8080", "https://[::1]/a", "HTTPS://h.example/%20/"]),
            "path": self.random.choice(["", "/", "/api/v3/order", "/a//b", "/%C3%A9"])}
        if method in ("GET", "DELETE"):
            keys = {self.text(6) or "k" for _ in range(self.random.randrange(5))}
            return request | {"params": [[key, self.text(9)] for key in sorted(keys, key=lambda _: self.random.random())]}
        return request | {"body": self.text(30)}

    def order(self):
        order = {name: str(self.random.choice([0, 1, (1 << 96) - 1, 1 << 96, P - 1, P, self.random.randrange(1 << 32)]))
                 if self.random.random() < 0.2 else str(self.random.randrange(1 << 16)) for name in FIELDS}
        for name in ("exchange", "taker"):
            order[name] = "0x" + self.random.randbytes(20).hex()
        if self.random.random() < 0.3:
            order["taker"] = ""
        return order | {"fillAmountBOrS": self.random.random() < 0.5}

    # Changes

    def change(self, value):
        """The value with one random change."""
        if isinstance(value, dict):
            name = self.random.choice(list(value))
            if self.random.random() < 0.03:
                return {key: item for key, item in value.items() if key != name}
            if self.random.random() < 0.03:
                return value | {name + "x": value[name]}
            return value | {name: self.change(value[name])}
        if isinstance(value, list) and value:
            i = self.random.randrange(len(value))
            return value[:i] + [self.change(value[i])] + value[i + 1:]
        if isinstance(value, str):
            return self.change_text(value)
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + self.random.choice([-1, 1, 100])
        return self.text(3)

    def change_text(self, text):
        i = self.random.randrange(len(text) + 1)
        character = self.random.choice("0123456789abcdefABCDEFgx -+" + ALPHABET)
        return self.random.choice([
            lambda: text[:i] + character + text[i:], lambda: text[:i] + text[i + 1:],
            lambda: text[:i] + character + text[i + 1:], lambda: text[:i], lambda: text.upper(),
            lambda: text + text, lambda: text.removeprefix("0x"), lambda: " " + text,
            lambda: self.integer(1 << 256),
        ])()


def answers(command, lines):
    result = subprocess.run(command, input="".join(lines), stdout=subprocess.PIPE, text=True,
                            encoding="utf-8", cwd=ROOT)
    replies = [json.loads(line) for line in result.stdout.split("\n") if line]
    if result.returncode != 0 or len(replies) != len(lines):
        (ROOT / ".build" / "fuzz-reference.jsonl").write_text("".join(lines), "utf-8")
        sys.exit(f"{shlex.join(command)} ended with {result.returncode} after {len(replies)} of "
                 f"{len(lines)} requests; the requests are in .build/fuzz-reference.jsonl")
    for reply in replies:
        reply.pop("detail", None)
    return replies


def default_testee():
    subprocess.run(["swift", "build", "--product", "loopsig"], cwd=ROOT, check=True, stdout=sys.stderr)
    return [str(ROOT / ".build" / "debug" / "loopsig"), "testee"]


def main(arguments):
    parser = argparse.ArgumentParser(prog="python3 Vectors fuzz-reference", usage="python3 Vectors fuzz-reference SECONDS [--seed SEED] [--testee COMMAND]")
    parser.add_argument("seconds", type=int)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--testee", type=shlex.split)
    options = parser.parse_args(arguments)
    testee = options.testee or default_testee()
    reference = [sys.executable, str(FOLDER), "testee"]
    print(f"seed {options.seed}", flush=True)

    requests = Requests(options.seed)
    counts = collections.Counter()
    start = time.monotonic()
    while time.monotonic() < start + options.seconds:
        batch = [requests.next(number) for number in range(500)]
        lines = [json.dumps(request) + "\n" for request in batch]
        for line, ours, theirs in zip(lines, answers(testee, lines), answers(reference, lines)):
            if ours != theirs:
                sys.exit(f"the answers to this request differ:\n{line}testee:    {json.dumps(ours)}\n"
                         f"reference: {json.dumps(theirs)}")
            counts["refused" if "error" in theirs else "answered"] += 1
    print(f"{counts.total()} requests in {time.monotonic() - start:.0f} s: {counts['answered']} answered and "
          f"{counts['refused']} refused, by both alike")
