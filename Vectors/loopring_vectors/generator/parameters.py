# SPDX-License-Identifier: Apache-2.0
"""parameters.json: the parameters of SPEC.md, sections 3.1, 3.2 and 6.1, for programs that read them."""

import json

from ..checks import require
from ..reference.curve import A, BASE, D
from ..reference.field import NONRESIDUE, P, TWO_ADICITY
from ..reference.poseidon import MATRIX_SEED, MAXIMUM_ROUNDS, ROUND_CONSTANTS_SEED, WIDTHS
from ..reference.scalar import COFACTOR, ELL, GROUP_ORDER
from ..reference.scheme import REFERENCE
from .points import LOW_ORDER, ORDERS, point
from .values import integer

# (instance, t, full rounds, partial rounds, use)
INSTANCES = (
    ("merkle node", 5, 6, 52, "nodes of the circuit's Merkle trees, and leaves of the balance and storage trees"),
    ("challenge", 6, 6, 52, "the challenge of a signature"),
    ("account leaf", 7, 6, 52, "leaves of the circuit's account tree; the hash of a trade"),
    ("order hash", 12, 6, 53, "the hash of an order"),
    ("ethsnarks default", 6, 8, 57, "published test values"),
)
CIRCUIT_PARTIAL_ROUNDS = {3: 51, 4: 52, 5: 52, 6: 52, 7: 52, 9: 53, 10: 53, 11: 53, 12: 53, 13: 53}


def text():
    return json.dumps(document(), indent=1) + "\n"


def document():
    poseidon = REFERENCE.poseidon
    digest = poseidon.chain(ROUND_CONSTANTS_SEED, 1)[0]
    require(digest != digest % P)  # the digest must show the reduction
    return {
        "about": ["The parameters of SPEC.md, sections 3.1, 3.2 and 6.1. The constants of Poseidon are in poseidon_constants.json.",
                  "Integers are 0x and 64 hexadecimal digits, big-endian, unsigned. Counts are JSON numbers."],
        "field": {"p": integer(P), "twoAdicity": TWO_ADICITY, "leastNonsquare": NONRESIDUE},
        "curve": {"a": integer(A), "d": integer(D), "basePoint": point(BASE), "identity": point((0, 1)),
                  "subgroupOrder": integer(ELL), "cofactor": COFACTOR, "groupOrder": integer(GROUP_ORDER),
                  "lowOrderPoints": [{"order": order, **point(p)} for order, p in sorted(zip(ORDERS, LOW_ORDER))]},
        "poseidon": {
            "sBoxExponent": 5, "widths": [min(WIDTHS), max(WIDTHS)], "maximumRounds": MAXIMUM_ROUNDS,
            "roundConstantsSeed": ROUND_CONSTANTS_SEED.decode(), "matrixSeed": MATRIX_SEED.decode(),
            "circuitFullRounds": 6, "circuitPartialRounds": {str(t): count for t, count in CIRCUIT_PARTIAL_ROUNDS.items()},
            "instances": [{"name": name, "t": t, "fullRounds": full, "partialRounds": partial, "use": use}
                          for name, t, full, partial, use in INSTANCES],
            "firstDraw": {"digest": "0x" + digest.to_bytes(32, "little").hex(), "integer": integer(digest), "constant": integer(digest % P)},
        },
    }
