"""Mistakes in Poseidon."""

import hashlib
from functools import lru_cache

import poseidon
from catalogue import bug
from failure import Failure
from field import P

permute = "poseidon.permute"  # the constants are cached; this is what uses them
original_draw = poseidon.draw
original_check = poseidon.check_parameters


def permute_with_constant_for_each_element(state, full_rounds, partial_rounds):
    rounds = poseidon.schedule(full_rounds, partial_rounds)
    t = len(state)
    constants = poseidon.round_constants(len(rounds) * t)
    m = poseidon.matrix(t)
    for i, is_full in enumerate(rounds):
        state = [x + c for x, c in zip(state, constants[i * t : (i + 1) * t])]
        state = poseidon.mix(poseidon.substitute(state, is_full), m)
    return state


def constant_after_sbox(state, constant, is_full, m):
    return poseidon.mix(poseidon.add_constant(poseidon.substitute(state, is_full), constant), m)


def skip_last_mix(state, full_rounds, partial_rounds):
    rounds = poseidon.schedule(full_rounds, partial_rounds)
    constants = poseidon.round_constants(len(rounds))
    m = poseidon.matrix(len(state))
    for constant, is_full in list(zip(constants, rounds))[:-1]:
        state = poseidon.one_round(state, constant, is_full, m)
    return [x % P for x in poseidon.substitute(poseidon.add_constant(state, constants[-1]), True)]


@lru_cache(maxsize=None)
def reduced_chain(seed, count):
    values = [poseidon.draw(seed) % P]
    while len(values) < count:
        values.append(poseidon.draw(values[-1].to_bytes(32, "little")) % P)
    return values


@lru_cache(maxsize=None)
def counter_chain(seed, count):
    return [original_draw(seed + i.to_bytes(4, "little")) for i in range(count)]


def big_endian_draw(message):
    return int.from_bytes(hashlib.blake2b(message, digest_size=32).digest(), "big")


def truncated_draw(message):
    return int.from_bytes(hashlib.blake2b(message).digest()[:32], "little")


def sha256_draw(message):
    return int.from_bytes(hashlib.sha256(message).digest(), "little")



@lru_cache(maxsize=None)
def transposed_matrix(t):
    v = poseidon.matrix_seeds(t)
    return [[pow(v[j] - v[t + i], -1, P) for j in range(t)] for i in range(t)]


@lru_cache(maxsize=None)
def interleaved_matrix(t):
    v = poseidon.matrix_seeds(t)
    return [[pow(v[2 * i] - v[2 * j + 1], -1, P) for j in range(t)] for i in range(t)]


@lru_cache(maxsize=None)
def sum_matrix(t):
    v = poseidon.matrix_seeds(t)
    return [[pow(v[i] + v[t + j], -1, P) for j in range(t)] for i in range(t)]


def partial_sbox_on_last(state, is_full):
    if is_full:
        return [poseidon.sbox(x) for x in state]
    return state[:-1] + [poseidon.sbox(state[-1])]


def sbox_everywhere(state, is_full):
    return [poseidon.sbox(x) for x in state]


def skip_check_of_width(t, full_rounds, partial_rounds):
    original_check(6, full_rounds, partial_rounds)


def round_up_full_rounds(t, full_rounds, partial_rounds):
    original_check(t, full_rounds + full_rounds % 2, partial_rounds)


def hash_with(check_count=lambda t, inputs: inputs, layout=None):
    """hash_elements with another treatment of the inputs."""

    def hash_elements(t, full_rounds, partial_rounds, inputs):
        poseidon.check_parameters(t, full_rounds, partial_rounds)
        state = check_count(t, inputs)
        return poseidon.output(poseidon.permute(
            (layout or poseidon.initial_state)(t, state), full_rounds, partial_rounds))

    return hash_elements


def accept_full_width(t, inputs):
    if len(inputs) > t:
        raise Failure("poseidon-input-count")
    return inputs


def refuse_none(t, inputs):
    if not inputs or len(inputs) >= t:
        raise Failure("poseidon-input-count")
    return inputs


bug("poseidon-constant-for-each-element", "PerElementConstants",
    "draws t round constants for each round, as the published Poseidon does",
    {"poseidon.permute": permute_with_constant_for_each_element})
bug("poseidon-constant-after-sbox", "ConstantPlacement", "adds the round constant after the S-box",
    {"poseidon.one_round": constant_after_sbox})
bug("poseidon-constant-on-first-element", "PerElementConstants", "adds the round constant to element 0 only",
    {"poseidon.add_constant": lambda state, constant: [state[0] + constant] + state[1:]})
bug("poseidon-chain-reduced", "ConstantChain", "reduces a draw mod p before it is hashed for the next one",
    {"poseidon.chain": reduced_chain}, touches=[permute])
bug("poseidon-chain-of-counters", "ConstantChain", "hashes the seed with a counter instead of the previous digest",
    {"poseidon.chain": counter_chain}, touches=[permute])
bug("poseidon-draw-big-endian", "ConstantByteOrder", "reads the digest of a draw big-endian",
    {"poseidon.draw": big_endian_draw}, touches=[permute])
bug("poseidon-draw-truncated-blake2b", "ConstantDigest",
    "truncates a 64-byte BLAKE2b digest; a 32-byte digest is another function, not a prefix",
    {"poseidon.draw": truncated_draw}, touches=[permute])
bug("poseidon-draw-sha256", "ConstantDigest", "draws constants with SHA-256 instead of BLAKE2b",
    {"poseidon.draw": sha256_draw}, touches=[permute])
bug("poseidon-matrix-transposed", "MatrixOrientation", "multiplies by the transpose of the matrix",
    {"poseidon.matrix": transposed_matrix}, touches=[permute])
bug("poseidon-matrix-interleaved", "MatrixDraws", "takes the draws of the matrix in pairs instead of in two halves",
    {"poseidon.matrix": interleaved_matrix}, touches=[permute])
bug("poseidon-matrix-of-sums", "MatrixDraws", "inverts v_i + v_(t+j), as other Cauchy matrices are written",
    {"poseidon.matrix": sum_matrix}, touches=[permute])
bug("poseidon-sbox-cube", "SBoxExponent", "cubes instead of raising to the fifth power",
    {"poseidon.sbox": lambda x: pow(x, 3, P)})
bug("poseidon-sbox-seventh-power", "SBoxExponent", "raises to the seventh power",
    {"poseidon.sbox": lambda x: pow(x, 7, P)})
bug("poseidon-partial-sbox-on-last-element", "PartialSBox", "applies the S-box of a partial round to the last element",
    {"poseidon.substitute": partial_sbox_on_last})
bug("poseidon-all-rounds-full", "PartialSBox", "applies the S-box to every element in partial rounds too",
    {"poseidon.substitute": sbox_everywhere})
bug("poseidon-full-rounds-first", "RoundOrder", "runs all full rounds before the partial ones",
    {"poseidon.schedule": lambda full, partial: [True] * full + [False] * partial})
bug("poseidon-full-rounds-doubled", "FullRounds", "reads the number of full rounds as that of one half",
    {"poseidon.schedule": lambda full, partial: [True] * full + [False] * partial + [True] * full})
bug("poseidon-eight-full-rounds", "FullRounds", "always runs eight full rounds, the default of ethsnarks",
    {"poseidon.schedule": lambda full, partial: [True] * 4 + [False] * partial + [True] * 4}, seen_in="ethsnarks")
bug("poseidon-57-partial-rounds", "PartialRounds", "always runs 57 partial rounds, the default of ethsnarks",
    {"poseidon.schedule": lambda full, partial: [True] * (full // 2) + [False] * 57 + [True] * (full // 2)},
    seen_in="ethsnarks")
bug("poseidon-partial-rounds-off-by-one", "PartialRounds", "runs one partial round too few",
    {"poseidon.schedule": lambda full, partial: [True] * (full // 2) + [False] * (partial - 1) + [True] * (full // 2)})
bug("poseidon-last-mix-skipped", "LastRound", "leaves out the matrix in the last round",
    {"poseidon.permute": skip_last_mix})
bug("poseidon-inputs-at-the-end", "StateLayout", "puts the inputs at the end of the state and the zeros first",
    {"poseidon.initial_state": lambda t, inputs: [0] * (t - len(inputs)) + inputs})
bug("poseidon-inputs-reversed", "InputOrder", "puts the inputs into the state in reverse",
    {"poseidon.initial_state": lambda t, inputs: inputs[::-1] + [0] * (t - len(inputs))})
bug("poseidon-output-last-element", "OutputElement", "returns the last element of the state",
    {"poseidon.output": lambda state: state[-1]})
bug("poseidon-length-tag", "ZeroPadding", "puts the number of inputs into the last element of the state",
    {"poseidon.initial_state": lambda t, inputs: inputs + [0] * (t - len(inputs) - 1) + [len(inputs)]})
bug("poseidon-ten-star-padding", "ZeroPadding", "appends a 1 to the inputs before the zeros",
    {"poseidon.initial_state": lambda t, inputs: inputs + [1] + [0] * (t - len(inputs) - 1)})
bug("poseidon-accepts-t-inputs", "InputCountTooMany", "accepts as many inputs as the state has elements",
    {"poseidon.hash_elements": hash_with(accept_full_width)})
bug("poseidon-drops-inputs", "InputCountTooMany", "drops the inputs that do not fit",
    {"poseidon.hash_elements": hash_with(lambda t, inputs: inputs[: t - 1])})
bug("poseidon-refuses-no-input", "InputCountZero", "refuses an empty list of inputs",
    {"poseidon.hash_elements": hash_with(refuse_none)})
bug("poseidon-refuses-t-minus-1-inputs", "InputCountFull", "accepts at most t - 2 inputs",
    {"poseidon.hash_elements": hash_with(
        lambda t, inputs: refuse_none(t - 1, inputs) if inputs else inputs)})
bug("poseidon-width-unchecked", "WidthUnsupported", "computes with any width",
    {"poseidon.check_parameters": skip_check_of_width})
bug("poseidon-odd-full-rounds", "FullRoundsOdd", "rounds an odd number of full rounds instead of refusing it",
    {"poseidon.check_parameters": round_up_full_rounds})
