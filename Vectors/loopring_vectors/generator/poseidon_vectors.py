# SPDX-License-Identifier: Apache-2.0
"""poseidon.json: the hash, width by width and mistake by mistake."""

from ..bugs.catalog import answer_with
from ..checks import require
from ..files import KNOWN, source_of
from ..reference.field import P
from ..reference.scheme import REFERENCE
from . import error_precedence, evidence
from .build import VectorFile, note
from .shared_notes import MALFORMED, hex_notes
from .values import draw, integer, malformed_integers, search, zero_high_bytes

poseidon = REFERENCE.poseidon

ETHSNARKS = "https://github.com/HarryR/ethsnarks"
PAPER = "https://eprint.iacr.org/2019/458"
STRUCTURE = ("A signature made with a different permutation does not verify elsewhere. The comment of each test shows "
             "the beginning of the value that this mistake prints.")
NOTES = {
    "KnownAnswer": note(
        "BASIC", "A value published by another implementation.",
        "If only these fail, the inputs are read wrongly. If all tests fail, start with poseidon_constants.json."),
    "Ordinary": note(
        "BASIC", "Pseudorandom inputs for every width.", "An instance differs from the definition."),
    "WideState": note(
        "BASIC",
        "Widths 14 to 17, which the definition includes but the exchange does not use. An implementation may "
        "refuse them with poseidon-parameters-unsupported. These failures are then expected.",
        "The constants for a width were not derived, but guessed or taken from a shorter table."),
    "PerElementConstants": note(
        "WRONG_CONSTANTS",
        "Each round adds one constant to every element. The published Poseidon has a constant for each element.", STRUCTURE, PAPER, ETHSNARKS),
    "ConstantPlacement": note(
        "WRONG_ORDER", "A round adds its constant, then applies the S-box, then the matrix.", STRUCTURE),
    "ConstantChain": note(
        "WRONG_CONSTANTS",
        "Each draw hashes the 32 bytes of the previous digest, which is not reduced mod p in between.",
        "The constants are right up to the first draw that exceeds p, and wrong after that. " + STRUCTURE),
    "ConstantByteOrder": note(
        "WRONG_BYTE_ORDER", "The BLAKE2b digest of a draw is a little-endian integer.", STRUCTURE),
    "ConstantDigest": note(
        "WRONG_HASH",
        "Draws use BLAKE2b with a digest length of 32 bytes. The length is a parameter of the hash: the digest is "
        "not the first half of the 64-byte digest.", STRUCTURE, "https://www.rfc-editor.org/rfc/rfc7693"),
    "MatrixOrientation": note(
        "WRONG_ORDER", "M[i][j] = 1/(v_i - v_(t+j)), and the new element i is the sum over j. The matrix is not "
        "symmetric.", STRUCTURE),
    "MatrixDraws": note(
        "WRONG_CONSTANTS", "The matrix uses 2t draws in two halves, and inverts their differences.", STRUCTURE),
    "SBoxExponent": note(
        "WRONG_CONSTANT", "The S-box is the fifth power. Instances over other fields use the third or seventh power.",
        "In this field, the third power is not invertible. " + STRUCTURE),
    "PartialSBox": note(
        "WRONG_CHOICE", "In a partial round the S-box applies to element 0 only.", STRUCTURE),
    "RoundOrder": note(
        "WRONG_ORDER", "Half of the full rounds come first, then the partial rounds, then the other half.", STRUCTURE),
    "FullRounds": note(
        "WRONG_PARAMETER", "The number of full rounds is a parameter. It counts both halves together.", STRUCTURE),
    "PartialRounds": note(
        "WRONG_PARAMETER",
        "The same inputs with 52, 53 and 57 partial rounds. The challenge of a signature has 52, the order hash "
        "has 53, and ethsnarks' default is 57.",
        "A library with only one of these numbers makes wrong order hashes or wrong signatures.", ETHSNARKS),
    "LastRound": note("WRONG_ORDER", "The last round multiplies by the matrix like every other round.", STRUCTURE),
    "StateLayout": note(
        "WRONG_ORDER", "The inputs fill the state from element 0, and zeros follow. The state does not begin with a capacity "
        "element.", STRUCTURE),
    "InputOrder": note("WRONG_ORDER", "The first input is element 0. The order of the inputs matters.", STRUCTURE),
    "OutputElement": note("WRONG_CHOICE", "The output is element 0 of the state.", STRUCTURE),
    "ZeroPadding": note(
        "MISSING_DOMAIN_SEPARATION",
        "Absent inputs are zeros without any tag: at the same width, [1, 2] and [1, 2, 0] have the same hash. The "
        "tests come in pairs with equal outputs.",
        "A length or padding element gives a different hash. Because of these collisions, a protocol must fix the "
        "number of inputs."),
    "InputZero": note(
        "EDGE_CASE", "Inputs that are 0 or p - 1, and the state of zeros.",
        "An implementation that skips zeros, or keeps p - 1 in a signed number, differs here."),
    "InputCountZero": note(
        "EDGE_CASE", "An empty list of inputs is not an error. The permutation is applied to the zero state.",
        "Two implementations disagree on whether an empty list has a hash."),
    "InputCountFull": note(
        "EDGE_CASE", "t - 1 inputs, the largest number that is allowed.",
        "An off-by-one limit refuses the challenge (five inputs at t = 6) or the order hash (eleven at t = 12)."),
    "InputCountTooMany": note(
        "MISSING_CHECK", "t or more inputs must be refused. They must not be dropped, or absorbed by a second permutation.",
        "A signature does not cover dropped inputs: an attacker can change them. With t inputs, the caller controls "
        "every element of the state."),
    "WidthUnsupported": note(
        "MISSING_CHECK", "A width below 2 or above 17 is refused.",
        "At t = 1 there is no room for an input. A table that is read past its end gives a meaningless hash."),
    "TooManyRounds": note(
        "MISSING_RANGE_CHECK", "More than 65 rounds in all, for which no constants are defined.",
        "Constants after the end of the table are invented, or read from other memory. A huge number of rounds takes "
        "unlimited time."),
    "FullRoundsOdd": note(
        "MISSING_CHECK", "An odd number of full rounds cannot be halved and is refused.",
        "If it is rounded silently, the hash is that of a different instance than the requested one."),
    "InputNotCanonical": note(
        "MISSING_RANGE_CHECK", "An input of p or more must be refused, not reduced.",
        "x and x + p would have the same hash: two different messages would share every signature."),
    **hex_notes(*MALFORMED, "HexUpperCase", "LeadingZeroOutput"),
}

CHALLENGE = (6, 6, 52)
ORDER = (12, 6, 53)
DEFAULT = (6, 8, 57)
INSTANCES = [CHALLENGE, ORDER, DEFAULT, (2, 6, 53), (3, 6, 53), (5, 6, 53), (9, 6, 53), (13, 6, 53)]

# The mistakes whose effect the comment of a test shows.
STRUCTURAL = {
    "PerElementConstants": "poseidon-constant-for-each-element",
    "ConstantPlacement": "poseidon-constant-after-sbox",
    "ConstantChain": "poseidon-chain-reduced",
    "ConstantByteOrder": "poseidon-draw-big-endian",
    "ConstantDigest": "poseidon-draw-truncated-blake2b",
    "MatrixOrientation": "poseidon-matrix-transposed",
    "MatrixDraws": "poseidon-matrix-interleaved",
    "SBoxExponent": "poseidon-sbox-cube",
    "PartialSBox": "poseidon-partial-sbox-on-last-element",
    "RoundOrder": "poseidon-full-rounds-first",
    "FullRounds": "poseidon-full-rounds-doubled",
    "LastRound": "poseidon-last-mix-skipped",
    "StateLayout": "poseidon-inputs-at-the-end",
    "InputOrder": "poseidon-inputs-reversed",
    "OutputElement": "poseidon-output-last-element",
}


def build():
    file = VectorFile(
        "poseidon", "Poseidon over F_p, x^5, one round constant a round",
        ["Poseidon in the form of ethsnarks and Loopring.",
         "The inputs fill the state from element 0, and zeros follow. The output is element 0."], NOTES)
    known_answers(file)
    group = file.group("PoseidonHash")
    ordinary(group)
    structural(group)
    rounds(group)
    zero_padding(group)
    edges(group)
    counts(group)
    parameters(group)
    rejections(group)
    error_precedence.append_to(file)
    evidence.append_poseidon(file)
    group = file.group("PoseidonHash")
    for instance in ((3, 6, 51), (4, 6, 52), (9, 6, 53), (13, 6, 53)):
        inputs = [draw(f"circuit instance {instance} {i}", P) for i in range(instance[0] - 1)]
        hash_of(group, instance, inputs, f"the circuit's instance of width {instance[0]}: 6 + {instance[2]} rounds", "PartialRounds")
    for instance in ((6, 8, 58), (6, 6, 60), (2, 66, 0), (17, 64, 2), (6, 6, 1000)):
        group.rejected("poseidon.hash", arguments(instance, [1]), "poseidon-parameters-unsupported",
                       f"{instance[1]} + {instance[2]} rounds: more than 65", "TooManyRounds")
    return file


def arguments(instance, inputs):
    t, full, partial = instance
    return {"t": t, "fullRounds": full, "partialRounds": partial, "inputs": [integer(x) for x in inputs]}


def hash_of(group, instance, inputs, comment, *flags, check=None):
    out = group.valid("poseidon.hash", arguments(instance, inputs), comment, *flags, check=check)
    return out["output"]


def known_answers(file):
    for entry in KNOWN["poseidon"]:
        group = file.group("PoseidonHash", source_of(entry))
        instance = entry["t"], entry["fullRounds"], entry["partialRounds"]
        inputs = list(map(int, entry["inputs"]))
        hash_of(group, instance, inputs, f"t = {instance[0]}, inputs {', '.join(entry['inputs'])}", "KnownAnswer",
                check=lambda out: int(out["output"], 16) == int(entry["output"]))
    known = KNOWN["orderHash"]
    group = file.group("PoseidonHash", source_of(known))
    hash_of(group, ORDER, list(map(int, known["fieldsInOrder"])), "the fields of the documentation's sample order",
            "KnownAnswer", check=lambda out: out["output"] == known["hash"])


def ordinary(group):
    for t in range(2, 18):
        flag = "Ordinary" if t <= 13 else "WideState"
        for count in sorted({1, t // 2, t - 1}):
            inputs = [draw(f"poseidon {t} {count} {i}", P) for i in range(count)]
            hash_of(group, (t, 6, 53), inputs, f"t = {t}, {count} pseudorandom inputs", flag)
    for instance in (CHALLENGE, DEFAULT):
        for count in (1, 3, 5):
            inputs = [draw(f"poseidon {instance} {count} {i}", P) for i in range(count)]
            hash_of(group, instance, inputs, f"t = 6, {instance[2]} partial rounds, {count} inputs", "Ordinary")


def structural(group):
    for flag, name in STRUCTURAL.items():
        for instance in INSTANCES[:5]:
            t = instance[0]
            count = max(1, t - 1 if flag == "InputOrder" else min(t - 1, 3))
            inputs = [draw(f"{flag} {instance} {i}", P) for i in range(count)]
            wrong = answer_with(name, "poseidon.hash", arguments(instance, inputs))["out"]["output"]
            if flag == "InputOrder" and count == 1:
                continue  # a single input has only one order
            hash_of(group, instance, inputs,
                    f"t = {t}, {instance[1]} + {instance[2]} rounds; the mistake prints {wrong[:18]}...", flag,
                    check=lambda out: out["output"] != wrong)


def rounds(group):
    for count in (1, 2, 5):
        inputs = [draw(f"rounds {count} {i}", P) for i in range(count)]
        outputs = {hash_of(group, (6, 6, partial), inputs, f"t = 6, {partial} partial rounds, {count} inputs",
                           "PartialRounds") for partial in (52, 53, 57)}
        outputs.add(hash_of(group, DEFAULT, inputs, f"t = 6, 8 + 57 rounds, {count} inputs", "PartialRounds"))
        require(len(outputs) == 4)


def zero_padding(group):
    for instance, base in ((CHALLENGE, [1, 2]), (ORDER, [1, 2]), ((3, 6, 53), [7]), ((9, 6, 53), [1, 2, 3]),
                           (DEFAULT, [5])):
        outputs = set()
        for zeros in (0, 1):
            inputs = base + [0] * zeros
            outputs.add(hash_of(group, instance, inputs, f"t = {instance[0]}, inputs {inputs}", "ZeroPadding"))
        require(len(outputs) == 1)
    a = hash_of(group, CHALLENGE, [0, 1, 2], "zeros before the inputs are not padding", "ZeroPadding")
    require(a != hash_of(group, CHALLENGE, [1, 2, 0, 0], "zeros after the inputs are", "ZeroPadding"))


def edges(group):
    for instance in (CHALLENGE, ORDER, (2, 6, 53)):
        t = instance[0]
        hash_of(group, instance, [0], f"t = {t}, one zero", "InputZero")
        hash_of(group, instance, [P - 1], f"t = {t}, p - 1", "InputZero")
        if t > 2:
            hash_of(group, instance, [0] * (t - 1), f"t = {t}, t - 1 zeros", "InputZero")
            hash_of(group, instance, [P - 1] * (t - 1), f"t = {t}, all inputs p - 1", "InputZero")
            hash_of(group, instance, [0] * (t - 2) + [1], f"t = {t}, only the last input is not zero", "InputZero")
    for instance in INSTANCES:
        x = search(f"short hash {instance}", P,
                   lambda x: zero_high_bytes(poseidon.hash_elements(*instance, [x])))
        hash_of(group, instance, [x], f"t = {instance[0]}, the hash begins with a zero byte", "LeadingZeroOutput")


def counts(group):
    for instance in INSTANCES:
        t = instance[0]
        hash_of(group, instance, [], f"t = {t}, {instance[1]} + {instance[2]} rounds, no input", "InputCountZero")
        inputs = list(range(11, t + 12))
        hash_of(group, instance, inputs[: t - 1], f"t = {t}, {instance[1]} + {instance[2]} rounds, t - 1 inputs",
                "InputCountFull")
        for count, words in ((t, "t"), (t + 1, "t + 1")):
            group.rejected("poseidon.hash", arguments(instance, inputs[:count]), "poseidon-input-count",
                           f"t = {t}, {instance[1]} + {instance[2]} rounds, {words} inputs", "InputCountTooMany")
        zeros = [1] + [0] * (t - 1)
        group.rejected("poseidon.hash", arguments(instance, zeros), "poseidon-input-count",
                       f"t = {t}, {instance[1]} + {instance[2]} rounds, t inputs, all zero except the first",
                       "InputCountTooMany")


def parameters(group):
    for t in (0, 1, 18, 256):
        group.rejected("poseidon.hash", arguments((t, 6, 53), [1] if t > 1 else []),
                       "poseidon-parameters-unsupported", f"t = {t}", "WidthUnsupported")
    for full in (5, 7):
        group.rejected("poseidon.hash", arguments((6, full, 53), [1, 2]), "poseidon-parameters-unsupported",
                       f"{full} full rounds", "FullRoundsOdd")


def rejections(group):
    for name, value in {"p": P, "p + 1": P + 1, "2p": 2 * P, "2^255": 1 << 255, "2^256 - 1": (1 << 256) - 1}.items():
        for position in (0, 2, 4):
            inputs = [1, 2, 3, 4, 5]
            inputs[position] = value
            group.rejected("poseidon.hash", arguments(CHALLENGE, inputs), "field-element-out-of-range",
                           f"input {position} is {name}", "InputNotCanonical")
    value = 0x00ABCDEF123456789ABCDEF0123456789ABCDEF0123456789ABCDEF01234567
    for text, flag, what in malformed_integers(value):
        group.rejected("poseidon.hash", arguments(CHALLENGE, []) | {"inputs": [integer(1), text]},
                       "integer-malformed", what, flag)
    group.valid("poseidon.hash", arguments(CHALLENGE, []) | {"inputs": ["0x" + integer(value)[2:].upper()]},
                "upper-case digits", "HexUpperCase")
