# SPDX-License-Identifier: Apache-2.0
"""poseidon_constants.json: every constant of the hash. A wrong constant is easier to find than a wrong
hash."""

from ..checks import require
from ..files import KNOWN
from ..reference.field import P
from ..reference.poseidon import MATRIX_SEED, MAXIMUM_ROUNDS, ROUND_CONSTANTS_SEED, WIDTHS
from ..reference.scheme import REFERENCE
from .build import VectorFile, note
from .values import integer

poseidon = REFERENCE.poseidon

NOTES = {
    "PublishedConstant": note(
        "BASIC", "A constant that another implementation publishes.",
        "If these are right and later ones are wrong, the chain is continued wrongly."),
    "RoundConstant": note(
        "WRONG_CONSTANTS",
        "D_1 = BLAKE2b-256(\"poseidon_constants\"), D_(i+1) = BLAKE2b-256(D_i). Each D_i has 32 bytes. `chain` is D_i "
        "as a little-endian unsigned integer, which is not reduced. `value` is c_i = chain mod p, the constant of "
        "round i for every width.",
        "One wrong constant changes every hash of every instance with at least that many rounds."),
    "MatrixSeed": note(
        "WRONG_CONSTANTS",
        "The draws of the seed \"poseidon_matrix_0000\", made in the same way. Width t uses the first 2t draws.",
        "One wrong draw makes a row or a column of the matrix wrong, for every width that uses the draw."),
    "ChainNotReduced": note(
        "WRONG_REDUCTION",
        "The integer is p or more. The next draw hashes this integer, not its residue mod p.",
        "If the chain is reduced, the constants are right up to the first draw that exceeds p, and wrong after that."),
    "Matrix": note(
        "WRONG_CONSTANTS",
        "The whole matrix of a width, M[i][j] = 1/(v_i - v_(t+j)) mod p, row by row. New element i is the sum over j "
        "of M[i][j] times element j.",
        "If the matrix is transposed, the halves are swapped, or sums replace the differences, every hash differs "
        "from that of all other implementations."),
}


def build():
    file = VectorFile(
        "poseidon_constants", "Constants of Poseidon over F_p, as ethsnarks and Loopring derive them",
        ["The testee protocol has no operation for these values: compare them with the tables of your implementation.",
         "kind roundConstant and matrixSeed: index (i, from 1), chain (the digest D_i as a little-endian unsigned "
         "integer), value (chain mod p).",
         "kind matrix: t, and matrix (its t rows)."], NOTES)
    group = file.group("PoseidonConstants")
    known = KNOWN["poseidonConstants"]["values"]
    published = {1: known["first"], 2: known["second"], 64: known["64th"], 65: known["65th"]}
    draws(group, "roundConstant", ROUND_CONSTANTS_SEED, MAXIMUM_ROUNDS, "RoundConstant", published)
    draws(group, "matrixSeed", MATRIX_SEED, 2 * max(WIDTHS), "MatrixSeed", {})
    for t in WIDTHS:
        rows = poseidon.matrix(t)
        seeds = poseidon.chain(MATRIX_SEED, 2 * t)
        require(all(rows[i][j] * (seeds[i] - seeds[t + j]) % P == 1 for i in range(t) for j in range(t)))
        flags = ["Matrix"]
        if t == 6:
            require(str(rows[0][0]) == known["t6_M00"] and str(rows[5][5]) == known["t6_M55"])
            flags.append("PublishedConstant")
        add(group, flags, f"the matrix for t = {t}", kind="matrix", t=t,
            matrix=[[integer(x) for x in row] for row in rows])
    return file


def draws(group, kind, seed, count, flag, published):
    chain = poseidon.chain(seed, count)
    for index, value in enumerate(chain, 1):
        flags = [flag]
        if value >= P:
            flags.append("ChainNotReduced")
        if index in published:
            require(str(value % P) == published[index])
            flags.append("PublishedConstant")
        add(group, flags, f"draw {index} of {seed.decode()}", kind=kind, index=index, chain=integer(value),
            value=integer(value % P))


def add(group, flags, comment, **members):
    group.append(None, comment, flags, members, {"result": "valid"})
