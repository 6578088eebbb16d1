"""Poseidon with the constants of Loopring and ethsnarks (SPEC.md, Poseidon).

What sets it apart from the published instance: one constant a round, added to every element
of the state, and constants drawn from a chain of BLAKE2b digests.
"""

import hashlib
from functools import lru_cache

from failure import Failure
from field import P

WIDTHS = range(2, 18)
MAXIMUM_ROUNDS = 65  # 8 + 57, the longest instance in use


def check_parameters(t, full_rounds, partial_rounds):
    if t not in WIDTHS:
        raise Failure("poseidon-parameters-unsupported")
    if full_rounds < 2 or full_rounds % 2 or partial_rounds < 0:
        raise Failure("poseidon-parameters-unsupported")
    if full_rounds + partial_rounds > MAXIMUM_ROUNDS:
        raise Failure("poseidon-parameters-unsupported")


def hash_elements(t, full_rounds, partial_rounds, inputs):
    """Element 0 of the permuted state."""
    check_parameters(t, full_rounds, partial_rounds)
    if len(inputs) >= t:
        raise Failure("poseidon-input-count")
    return output(permute(initial_state(t, inputs), full_rounds, partial_rounds))


def initial_state(t, inputs):
    """The inputs first, the rest zero."""
    return inputs + [0] * (t - len(inputs))


def output(state):
    return state[0]


def permute(state, full_rounds, partial_rounds):
    rounds = schedule(full_rounds, partial_rounds)
    constants = round_constants(len(rounds))
    m = matrix(len(state))
    for constant, is_full in zip(constants, rounds):
        state = one_round(state, constant, is_full, m)
    return state


def schedule(full_rounds, partial_rounds):
    """For each round whether it is full: half of the full rounds, the partial ones, the other half."""
    half = [True] * (full_rounds // 2)
    return half + [False] * partial_rounds + half


def one_round(state, constant, is_full, m):
    return mix(substitute(add_constant(state, constant), is_full), m)


def add_constant(state, constant):
    return [x + constant for x in state]


def substitute(state, is_full):
    """The S-box on every element in a full round, on element 0 in a partial one."""
    if is_full:
        return [sbox(x) for x in state]
    return [sbox(state[0])] + state[1:]


def sbox(x):
    return pow(x, 5, P)


def mix(state, m):
    return [sum(map(int.__mul__, row, state)) % P for row in m]


# Constants

ROUND_CONSTANTS_SEED = b"poseidon_constants"
MATRIX_SEED = b"poseidon_matrix_0000"


def draw(message):
    """H: a 32-byte BLAKE2b digest as a little-endian integer."""
    return int.from_bytes(hashlib.blake2b(message, digest_size=32).digest(), "little")


@lru_cache(maxsize=None)
def chain(seed, count):
    """c_1 = H(seed), c_(i+1) = H(LE32(c_i)). The chain itself is not reduced mod p."""
    values = [draw(seed)]
    while len(values) < count:
        values.append(draw(values[-1].to_bytes(32, "little")))
    return values[:count]


@lru_cache(maxsize=None)
def round_constants(count):
    return [value % P for value in chain(ROUND_CONSTANTS_SEED, count)]


@lru_cache(maxsize=None)
def matrix_seeds(t):
    return [value % P for value in chain(MATRIX_SEED, 2 * t)]


@lru_cache(maxsize=None)
def matrix(t):
    """The Cauchy matrix M[i][j] = 1/(v_i - v_(t+j))."""
    v = matrix_seeds(t)
    return [[pow(v[i] - v[t + j], -1, P) for j in range(t)] for i in range(t)]
