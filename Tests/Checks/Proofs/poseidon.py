# SPDX-License-Identifier: Apache-2.0
"""Poseidon's fast permutation equals its definition, for all inputs of every instance in use.

Covers Sources/Poseidon: the tables of FastPermutation and PartialRounds, as the compiled code made them, and
the order in which FastPermutation.hash applies them. If the outputs of the S-boxes are treated as free
variables, both permutations are affine functions of these variables and of the initial state. So each S-box
input, and the result, is a vector of coefficients. If the vectors of both permutations are equal, then by
induction every S-box has the same input in both, so it has the same output, and the results are equal for all
inputs.
"""

import hashlib
import operator
import re

from proof import proves, require
from source import has_form

FAST = "Sources/Poseidon/Fast/FastPermutation.swift"


def chain(seed, count, p):
    """c1 = H(seed), c(i+1) = H(LE32(ci)), H = BLAKE2b-256 read as a little-endian integer; each mod p."""
    value, result = hashlib.blake2b(seed, digest_size=32).digest(), []
    for _ in range(count):
        result.append(int.from_bytes(value, "little") % p)
        value = hashlib.blake2b(value, digest_size=32).digest()
    return result


class Forms:
    """Affine forms over F_p, as lists of coefficients: of 1, of the initial state, and of each S-box
    output."""

    def __init__(self, p, size):
        self.p, self.size = p, size

    def variable(self, i):
        return [int(i == j) for j in range(self.size)]

    def dot(self, coefficients, forms, constant):
        result = [0] * self.size
        for c, form in zip(coefficients, forms, strict=True):
            for j, value in enumerate(form):
                if value:
                    result[j] += c * value
        result[0] += constant
        return [value % self.p for value in result]

    def plus(self, form, constant):
        return [(form[0] + constant) % self.p] + form[1:]


def plain(forms, t, full, partial, constants, matrix, state):
    """The inputs of all S-boxes in order, and element 0 of the result, by the rounds as they are defined."""
    inputs = []
    for number, constant in enumerate(constants):
        state = [forms.plus(element, constant) for element in state]
        is_full = number < full // 2 or number >= full // 2 + partial
        for i in range(t if is_full else 1):
            inputs.append(state[i])
            state[i] = forms.variable(t + len(inputs))
        state = [forms.dot(row, state, 0) for row in matrix]
    return inputs, state[0]


def fast(forms, tables, t, partial, state):
    """The same by FastPermutation.hash: full rounds, recurrence, exit, full rounds. inner_product of
    bounds.py shows what a dot product is: the constant of a row with coefficients a is (c - a0 a1 - a2 a3 -
    ...) R."""
    integer = lambda text: int(text, 16)  # noqa: E731
    inverse_of_r = pow(2**256, -1, forms.p)
    inputs = []

    def substituted(state):
        inputs.extend(state)
        return [forms.variable(t + len(inputs) - len(state) + 1 + i) for i in range(len(state))]

    def dot(coefficients, values, constant):
        pairs = sum(map(operator.mul, coefficients[0::2], coefficients[1::2]))
        return forms.dot(coefficients, values, constant * inverse_of_r + pairs)

    def apply(layer, values):
        coefficients, width = [integer(c) for c in layer["coefficients"]], len(values)
        return [dot(coefficients[i * width:(i + 1) * width], values, integer(c))
                for i, c in enumerate(layer["constants"])]

    state = [forms.plus(element, integer(tables["firstConstant"])) for element in state]
    for layer in tables["layersBefore"]:
        state = apply(layer, substituted(state))
    recurrence = [integer(c) for c in tables["recurrence"]]
    constants = [integer(c) for c in tables["recurrenceConstants"]]
    history = [[0] * forms.size]
    for n in range(partial):
        # In the first rounds the entry includes the constant.
        count = min(len(history), len(recurrence))
        x = dot(recurrence[-count:], history[-count:], constants[n])
        if n < t:
            x = [(m + k) % forms.p for m, k in zip(x, state[n], strict=True)]
        history += [x, *substituted([x])]
    state = apply(tables["exit"], history[-(2 * t - 1):])
    for layer in tables["layersAfter"]:
        state = apply(layer, substituted(state))
    return inputs, state[0]


@proves("Poseidon's recurrence equals the plain rounds, every instance", "affine forms on a basis")
def permutation(facts):
    seeds = chain(b"poseidon_matrix_0000", 34, facts.p)
    constants = chain(b"poseidon_constants", 65, facts.p)
    require(len(facts.tables["permutations"]) == 14, "the number of instances is not 14")
    for tables in facts.tables["permutations"]:
        t, full, partial = tables["width"], tables["fullRounds"], tables["partialRounds"]
        matrix = [[pow(seeds[i] - seeds[t + j], -1, facts.p) for j in range(t)] for i in range(t)]
        forms = Forms(facts.p, 1 + t + full * t + partial)
        state = [forms.variable(1 + i) for i in range(t)]
        expected = plain(forms, t, full, partial, constants[:full + partial], matrix, list(state))
        actual = fast(forms, tables, t, partial, list(state))
        name = f"t = {t}, R_F = {full}, R_P = {partial}"
        require(len(expected[0]) == len(actual[0]), f"{name}: the number of S-boxes differs")
        for number, (first, second) in enumerate(zip(expected[0], actual[0], strict=True)):
            require(first == second, f"{name}: the input of S-box {number} differs")
        require(expected[1] == actual[1], f"{name}: the result differs")


@proves("the constants of Poseidon are the chain of BLAKE2b", "hashlib")
def constants_are_the_chain(facts):
    for name, seed, count in (("RoundConstants", b"poseidon_constants", 65), ("MDSMatrix", b"poseidon_matrix_0000", 34)):
        literals = re.findall(r"\b0x[0-9a-f]{64}\b", facts.source.text(f"Sources/Poseidon/{name}.swift"))
        require([int(text, 16) for text in literals] == chain(seed, count, facts.p), f"the constants of {name} are not those of the chain")


@proves("FastPermutation.hash applies its tables in the order of the proof", "the form of its source")
def order_of_application(facts):
    has_form(
        facts, FAST, "let historyCount = 1 + 2 * partialRoundCount",
        "return PairedElements.withTemporary(count: width) { substituted in "
        "PairedElements.withTemporary(count: historyCount) { history in "
        "for i in 0..<width { let input = i < inputs.count ? inputs[i] : .zero "
        "state[i] = LazyFieldElement(input + firstConstant) } runFullRounds(layersBefore, state, substituted) "
        "runPartialRounds(from: state, history) "
        "exit.apply(history, from: historyCount - (2 * width - 1), to: state) "
        "runFullRounds(layersAfter, state, substituted) return FieldElement(state[0])",
        "for layer in layers { for i in 0..<width { (substituted.start + i).pointee.setFifthPower(state + i) } "
        "for k in 0..<width / 2 { substituted.completePair(k) } layer.apply(substituted, to: state) }",
        "for n in 0..<partialRoundCount { let end = 2 * n + 1 let count = min(end, recurrence.count) "
        "let x = history.start + end x.pointee.setDotProduct( recurrence.start + recurrence.count - count, history, "
        "from: end - count, count: count, plus: recurrenceConstants.start + n) "
        "if n < width { x.pointee.accumulate(entry + n) x.pointee.reduce() } "
        "history.completePair(n) (x + 1).pointee.setFifthPower(x) }",
        "coefficients.start + row * columns, x, from: first, count: columns, plus: constants.start + row)")
