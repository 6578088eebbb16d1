# SPDX-License-Identifier: Apache-2.0
"""The constants and formulas of the Swift sources, read as text.

This file reads everything that a proof needs from the code, with patterns that match one form of it. If a
pattern no longer matches, that is an error: the proof must be reviewed.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from curve import Curve
from proof import ProofError

FIELD = "Sources/PrimeField/"
CURVE = "Sources/BabyJubjub/"
GROUP_ORDER = FIELD + "GroupOrder.swift"
PARAMETERS = CURVE + "CurveParameters.swift"
TWIST = CURVE + "Fast/MinusOneTwist.swift"
PAIRING = CURVE + "Fast/TatePairing.swift"


@dataclass(frozen=True)
class Statement:
    """One line of a formula: `target.operation(arguments)  // bound`."""

    target: str
    operation: str
    arguments: tuple
    bound: str  # as written; empty if the line does not state one


class Source:
    """The files of a working tree, with the constants of Baby Jubjub or of the tiny curve. A control may
    change some of the files: {path: [(old, new), …]}."""

    def __init__(self, root, edits=None, tiny=False):
        self.root, self.edits, self.tiny = Path(root), edits or {}, tiny

    def text(self, path):
        """The text of a file, with the constants of one of the curves."""
        return BRANCHES.sub(lambda match: match[2 if self.tiny else 1], self.whole_text(path))

    def whole_text(self, path):
        text = (self.root / path).read_text("utf-8")
        for old, new in self.edits.get(path, ()):
            if text.count(old) != 1:
                raise ValueError(f"{path}: {old!r} occurs {text.count(old)} times, and must occur once")
            text = text.replace(old, new)
        return text

    def find(self, path, pattern):
        match = re.search(pattern, self.text(path), re.S)
        if not match:
            raise ProofError(f"{path}: the pattern {pattern!r} does not match; review the proof")
        return match

    # Constants

    def limbs(self, path, name):
        """The integer of a constant that is written as four limbs, the least significant first."""
        words = self.find(path, rf"static (?:let|var) {name}\b[^\n]*?Limbs\w*[^()]*\(([^)]*)\)")[1]
        return sum(limb(word) << 64 * i for i, word in enumerate(words.split(",")))

    def literal(self, path, name):
        """The integer of a field element that is written as a literal of 64 digits."""
        return int(self.find(path, rf"static let {name}: FieldElement =\s+(0x[0-9a-f]{{64}})\b")[1], 16)

    # Formulas

    def function(self, path, signature):
        """The body of the function whose declaration contains `signature`."""
        text = self.text(path)
        if text.count(signature) != 1:
            raise ProofError(f"{path}: {signature!r} occurs {text.count(signature)} times, and must occur once")
        start = text.index("{", text.index(signature) + len(signature)) + 1
        depth, end = 1, start
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        return text[start:end - 1]

    def statements(self, path, signature):
        """The lines of a formula. Every line must be a call, or declare variables whose initial value is
        zero."""
        result = []
        for line in self.function(path, signature).splitlines():
            line = line.strip()
            if not line or line.startswith("//") or line.startswith("var ") and ".zero" in line:
                continue
            match = CALL.fullmatch(line) or CALL_IF_T.fullmatch(line)
            if not match:
                raise ProofError(f"{path}: {line!r} does not have the form of a line of a formula")
            arguments = [ARGUMENT.sub("", part.strip()) for part in match["arguments"].split(",") if part.strip()]
            # Computing T does not affect anything else: double_law of formulas.py.
            arguments = tuple(argument for argument in arguments if argument != "keepingT")
            result.append(Statement(match["target"] or "self", match["operation"], arguments, match["bound"] or ""))
        return result


# The constants of either curve.
BRANCHES = re.compile(r"^#if !TINY_CURVE\n(.*?)^#else\n(.*?)^#endif\n", re.S | re.M)
CALL = re.compile(
    r"(?:(?P<target>\w+)\.)?(?P<operation>\w+)\((?P<arguments>[^()]*)\)(?:\s*//\s*(?P<bound>\d+(?:\.\d+)?)?.*)?")
CALL_IF_T = re.compile(
    r"if keepingT \{ (?P<target>\w+)\.(?P<operation>\w+)\((?P<arguments>[^()]*)\) \}(?:\s*//\s*(?P<bound>[\d.]+).*)?")
ARGUMENT = re.compile(r"^&|\.pointee\b")


def limb(text):
    """The integer of a literal, which may be shifted."""
    integer, _, shift = text.replace("_", "").partition("<<")
    return int(integer, 0) << int(shift or 0)


def has_form(facts, path, *forms):
    """Requires that the source has each of these passages, up to white space."""
    text = re.sub(r"\s+", " ", facts.source.text(path))
    for form in forms:
        if form not in text:
            raise ProofError(f"{path} does not contain {form!r}; review the proof")


class Facts:
    """The constants, formulas and tables that the proofs are about."""

    def __init__(self, source, tables=None):
        self.source, self.tables = source, tables

    @cached_property
    def p(self):
        return self.source.limbs(FIELD + "FieldModulus.swift", "p")

    @cached_property
    def l(self):  # noqa: E743: the name in SPEC.md
        return self.source.limbs(GROUP_ORDER, "order")

    @cached_property
    def a(self):
        return int(self.source.find(PARAMETERS, r"static let a: FieldElement = (\d[\d_]*)\b")[1])

    @cached_property
    def d(self):
        return int(self.source.find(PARAMETERS, r"static let d: FieldElement = (\d[\d_]*)\b")[1])

    @cached_property
    def curve(self):
        return Curve(self.p, self.a, self.d)

    @cached_property
    def base(self):
        return self.point("base")

    @cached_property
    def order_eight(self):
        return self.point("orderEight")

    def point(self, name):
        x, y = re.findall(r"\b0x[0-9a-f]{64}\b", self.source.find(
            PARAMETERS, rf"static let {name}: [^=\n]+ = \(.*?\n    \)")[0])
        return int(x, 16), int(y, 16)

    @cached_property
    def tiny(self):
        """The same code with the constants of the tiny curve."""
        return Facts(Source(self.source.root, self.source.edits, tiny=True))
