# SPDX-License-Identifier: Apache-2.0
"""The tiny curve, on which Tests/Checks/Exhaustive runs the code on every input. Its constants are right, and
the code differs in nothing else.

Covers the second branch of Sources/PrimeField/GroupOrder.swift, and of CurveParameters.swift,
Fast/MinusOneTwist.swift and Fast/TatePairing.swift of Sources/BabyJubjub.
"""

import re

import formulas
import primes
import verification
from proof import proves, require
from source import BRANCHES, GROUP_ORDER, PAIRING, PARAMETERS, TWIST

# Without comments, a branch consists of extensions with these lines.
CONSTANT = re.compile(r"(?:package )?static let (\w+)(?:: [^=]+)? =")
VALUE = re.compile(
    r"extension \w+ \{|\}|\)|\(|Limbs\([\w\s,<]+\)|Limbs\(|0x[\w\s,]+\)|(?:[xy]: )?0x[0-9a-f]{64},?|[\d_]+")


def declarations(branch):
    """The names of the constants that a branch declares, each with its extension."""
    lines = [line.strip() for line in branch.splitlines() if line.strip() and not line.strip().startswith("//")]
    names = []
    for line in lines:
        match = CONSTANT.match(line)
        value = line[match.end():].strip() if match else line
        require(not value or VALUE.fullmatch(value), f"{line!r} is not a line of a constant")
        if match or line.startswith("extension"):
            names.append(match[1] if match else line)
    return names


@proves("the code for the tiny curve differs from the code only in constants", "the form of its source")
def constants_alone(facts):
    root = facts.source.root
    conditional = sorted(str(path.relative_to(root)) for path in (root / "Sources").rglob("*")
                         if path.is_file() and "TINY_CURVE" in path.read_text("utf-8", "replace"))
    require(conditional == [PARAMETERS, TWIST, PAIRING, GROUP_ORDER], f"TINY_CURVE is in {conditional}")
    for path in conditional:
        text = facts.source.whole_text(path)
        branches = BRANCHES.findall(text)
        require(len(branches) == 1 and text.count("TINY_CURVE") == 1, f"{path} has more than one condition")
        first, second = map(declarations, branches[0])
        require(first == second, f"{path}: the branches declare {first} and {second}")


@proves("the tiny curve has the shape of Baby Jubjub, with q = 5", "the proofs of Baby Jubjub's constants, again")
def shape(facts):
    """The equation at half size and the subgroup test are exact for the points of the subgroup: its 8 q
    elements are closed under the law, and the image of the pairing on it has order 8."""
    tiny = facts.tiny
    require(tiny.l == 5 and tiny.a != facts.a, "the constants are not those of the tiny curve")
    for proof in (primes.squares, formulas.isomorphism, verification.half_size, verification.half_size_equation,
                  verification.subgroup_test):
        proof(tiny)
    points = tiny.curve.multiples(tiny.curve.add(tiny.base, tiny.order_eight), 40)
    require(len(set(points)) == 40 and all(map(tiny.curve.contains, points)), "the subgroup does not have 40 points")
    require(tiny.curve.multiply(40, points[1]) == (0, 1), "B + T does not have order 40")
    fourth = tiny.source.literal(PARAMETERS, "orderFourX")
    require(tiny.curve.multiply(2, tiny.order_eight) == (fourth, 0), "orderFourX is not x of a point of order 4")
