# SPDX-License-Identifier: Apache-2.0
"""Poseidon with the constants of Loopring and ethsnarks (SPEC.md, Poseidon).

It differs from the published Poseidon in two ways: each round adds one constant to every element of the
state, and the constants come from a chain of BLAKE2b digests.
"""

import hashlib
from functools import lru_cache
from operator import mul

from .failure import Failure
from .field import P

WIDTHS = range(2, 18)
MAXIMUM_ROUNDS = 65  # 8 + 57, the longest instance in use
ROUND_CONSTANTS_SEED = b"poseidon_constants"
MATRIX_SEED = b"poseidon_matrix_0000"


class Poseidon:
    def __init__(self):
        self.round_constants = lru_cache(maxsize=None)(self.round_constants)
        self.matrix = lru_cache(maxsize=None)(self.matrix)

    def check_parameters(self, t, full_rounds, partial_rounds):
        if t not in WIDTHS:
            raise Failure("poseidon-parameters-unsupported")
        if full_rounds < 2 or full_rounds % 2 or partial_rounds < 0:
            raise Failure("poseidon-parameters-unsupported")
        if full_rounds + partial_rounds > MAXIMUM_ROUNDS:
            raise Failure("poseidon-parameters-unsupported")

    def hash_elements(self, t, full_rounds, partial_rounds, inputs):
        """Element 0 of the permuted state. The initial state is the inputs, followed by zeros."""
        self.check_parameters(t, full_rounds, partial_rounds)
        if len(inputs) >= t:
            raise Failure("poseidon-input-count")
        state = inputs + [0] * (t - len(inputs))
        return self.permute(state, full_rounds, partial_rounds)[0]

    def permute(self, state, full_rounds, partial_rounds):
        rounds = self.schedule(full_rounds, partial_rounds)
        m = self.matrix(len(state))
        for constant, is_full in zip(self.round_constants(len(rounds)), rounds):
            state = self.one_round(state, constant, is_full, m)
        return state

    def schedule(self, full_rounds, partial_rounds):
        """For each round, whether it is full: half of the full rounds, the partial rounds, the other half."""
        half = [True] * (full_rounds // 2)
        return half + [False] * partial_rounds + half

    def one_round(self, state, constant, is_full, m):
        return mix(self.substitute([x + constant for x in state], is_full), m)

    def substitute(self, state, is_full):
        """The S-box on every element in a full round, on element 0 in a partial one."""
        if is_full:
            return [self.sbox(x) for x in state]
        return [self.sbox(state[0])] + state[1:]

    def sbox(self, x):
        return pow(x, 5, P)

    # Constants

    def draw(self, message):
        """H: a 32-byte BLAKE2b digest as a little-endian integer."""
        return int.from_bytes(hashlib.blake2b(message, digest_size=32).digest(), "little")

    def chain(self, seed, count):
        """c_1 = H(seed), c_(i+1) = H(LE32(c_i)). The chain itself is not reduced mod p."""
        values = [self.draw(seed)]
        while len(values) < count:
            values.append(self.draw(values[-1].to_bytes(32, "little")))
        return values

    def round_constants(self, count):
        return [value % P for value in self.chain(ROUND_CONSTANTS_SEED, count)]

    def matrix_seeds(self, t):
        return [value % P for value in self.chain(MATRIX_SEED, 2 * t)]

    def matrix(self, t):
        """The Cauchy matrix M[i][j] = 1/(v_i - v_(t+j))."""
        v = self.matrix_seeds(t)
        return [[pow(v[i] - v[t + j], -1, P) for j in range(t)] for i in range(t)]


def mix(state, m):
    return [sum(map(mul, row, state)) % P for row in m]
