# SPDX-License-Identifier: Apache-2.0
"""Mistakes in Poseidon."""

import hashlib

from ..reference.failure import Failure
from ..reference.field import P
from ..reference.poseidon import MATRIX_SEED, ROUND_CONSTANTS_SEED, Poseidon, mix
from .catalog import bug


def permute_with_constant_for_each_element(self, state, full_rounds, partial_rounds):
    rounds = self.schedule(full_rounds, partial_rounds)
    t = len(state)
    constants = self.round_constants(len(rounds) * t)
    m = self.matrix(t)
    for i, is_full in enumerate(rounds):
        state = [x + c for x, c in zip(state, constants[i * t : (i + 1) * t])]
        state = mix(self.substitute(state, is_full), m)
    return state


def constant_after_sbox(self, state, constant, is_full, m):
    return mix([x + constant for x in self.substitute(state, is_full)], m)


def constant_on_first_element(self, state, constant, is_full, m):
    return mix(self.substitute([state[0] + constant] + state[1:], is_full), m)


def skip_last_mix(self, state, full_rounds, partial_rounds):
    rounds = self.schedule(full_rounds, partial_rounds)
    constants = self.round_constants(len(rounds))
    m = self.matrix(len(state))
    for constant, is_full in list(zip(constants, rounds))[:-1]:
        state = self.one_round(state, constant, is_full, m)
    return [x % P for x in self.substitute([x + constants[-1] for x in state], True)]


def reduced_chain(self, seed, count):
    values = [self.draw(seed) % P]
    while len(values) < count:
        values.append(self.draw(values[-1].to_bytes(32, "little")) % P)
    return values


def counter_chain(self, seed, count):
    return [self.draw(seed + i.to_bytes(4, "little")) for i in range(count)]


def big_endian_draw(self, message):
    return int.from_bytes(hashlib.blake2b(message, digest_size=32).digest(), "big")


def truncated_draw(self, message):
    return int.from_bytes(hashlib.blake2b(message).digest()[:32], "little")


def sha256_draw(self, message):
    return int.from_bytes(hashlib.sha256(message).digest(), "little")


def transposed_matrix(self, t):
    v = self.matrix_seeds(t)
    return [[pow(v[j] - v[t + i], -1, P) for j in range(t)] for i in range(t)]


def interleaved_matrix(self, t):
    v = self.matrix_seeds(t)
    return [[pow(v[2 * i] - v[2 * j + 1], -1, P) for j in range(t)] for i in range(t)]


def sum_matrix(self, t):
    v = self.matrix_seeds(t)
    return [[pow(v[i] + v[t + j], -1, P) for j in range(t)] for i in range(t)]


def partial_sbox_on_last(self, state, is_full):
    if is_full:
        return [self.sbox(x) for x in state]
    return state[:-1] + [self.sbox(state[-1])]


def sbox_everywhere(self, state, is_full):
    return [self.sbox(x) for x in state]


def skip_check_of_width(self, t, full_rounds, partial_rounds):
    Poseidon.check_parameters(self, 6, full_rounds, partial_rounds)


def round_up_full_rounds(self, t, full_rounds, partial_rounds):
    Poseidon.check_parameters(self, t, full_rounds + full_rounds % 2, partial_rounds)


def refuse_too_many(t, inputs):
    if len(inputs) >= t:
        raise Failure("poseidon-input-count")
    return inputs


def hash_with(check_count=refuse_too_many, layout=lambda t, inputs: inputs + [0] * (t - len(inputs)), element=0):
    """hash_elements with a different initial state, or a different element of the state as output."""

    def hash_elements(self, t, full_rounds, partial_rounds, inputs):
        self.check_parameters(t, full_rounds, partial_rounds)
        state = layout(t, check_count(t, inputs))
        return self.permute(state, full_rounds, partial_rounds)[element]

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
    {"poseidon.one_round": constant_on_first_element})
bug("poseidon-chain-reduced", "ConstantChain", "reduces a draw mod p before it is hashed for the next one",
    {"poseidon.chain": reduced_chain})
bug("poseidon-chain-of-counters", "ConstantChain", "hashes the seed with a counter instead of the previous digest",
    {"poseidon.chain": counter_chain})
bug("poseidon-draw-big-endian", "ConstantByteOrder", "reads the digest of a draw big-endian",
    {"poseidon.draw": big_endian_draw})
bug("poseidon-draw-truncated-blake2b", "ConstantDigest",
    "truncates a 64-byte BLAKE2b digest; the 32-byte digest is a different function, not a prefix",
    {"poseidon.draw": truncated_draw})
bug("poseidon-draw-sha256", "ConstantDigest", "draws constants with SHA-256 instead of BLAKE2b",
    {"poseidon.draw": sha256_draw})
bug("poseidon-matrix-transposed", "MatrixOrientation", "multiplies by the transpose of the matrix",
    {"poseidon.matrix": transposed_matrix})
bug("poseidon-matrix-interleaved", "MatrixDraws", "uses the draws of the matrix in pairs instead of in two halves",
    {"poseidon.matrix": interleaved_matrix})
bug("poseidon-matrix-of-sums", "MatrixDraws", "inverts v_i + v_(t+j), as in other Cauchy matrices",
    {"poseidon.matrix": sum_matrix})
bug("poseidon-sbox-cube", "SBoxExponent", "cubes instead of raising to the fifth power",
    {"poseidon.sbox": lambda self, x: pow(x, 3, P)})
bug("poseidon-sbox-seventh-power", "SBoxExponent", "raises to the seventh power",
    {"poseidon.sbox": lambda self, x: pow(x, 7, P)})
bug("poseidon-partial-sbox-on-last-element", "PartialSBox", "applies the S-box of a partial round to the last element",
    {"poseidon.substitute": partial_sbox_on_last})
bug("poseidon-all-rounds-full", "PartialSBox", "applies the S-box to every element in partial rounds too",
    {"poseidon.substitute": sbox_everywhere})
bug("poseidon-full-rounds-first", "RoundOrder", "runs all full rounds before the partial ones",
    {"poseidon.schedule": lambda self, full, partial: [True] * full + [False] * partial})
bug("poseidon-full-rounds-doubled", "FullRounds", "reads the number of full rounds as that of each half",
    {"poseidon.schedule": lambda self, full, partial: [True] * full + [False] * partial + [True] * full})
bug("poseidon-eight-full-rounds", "FullRounds", "always runs eight full rounds, the default of ethsnarks",
    {"poseidon.schedule": lambda self, full, partial: [True] * 4 + [False] * partial + [True] * 4}, seen_in="ethsnarks")
bug("poseidon-57-partial-rounds", "PartialRounds", "always runs 57 partial rounds, the default of ethsnarks",
    {"poseidon.schedule": lambda self, full, partial: [True] * (full // 2) + [False] * 57 + [True] * (full // 2)},
    seen_in="ethsnarks")
bug("poseidon-partial-rounds-off-by-one", "PartialRounds", "runs one partial round too few",
    {"poseidon.schedule": lambda self, full, partial: [True] * (full // 2) + [False] * (partial - 1) + [True] * (full // 2)})
bug("poseidon-last-mix-skipped", "LastRound", "omits the matrix in the last round",
    {"poseidon.permute": skip_last_mix})
bug("poseidon-inputs-at-the-end", "StateLayout", "puts the inputs at the end of the state and the zeros first",
    {"poseidon.hash_elements": hash_with(layout=lambda t, inputs: [0] * (t - len(inputs)) + inputs)})
bug("poseidon-inputs-reversed", "InputOrder", "puts the inputs into the state in reverse",
    {"poseidon.hash_elements": hash_with(layout=lambda t, inputs: inputs[::-1] + [0] * (t - len(inputs)))})
bug("poseidon-output-last-element", "OutputElement", "returns the last element of the state",
    {"poseidon.hash_elements": hash_with(element=-1)})
bug("poseidon-length-tag", "ZeroPadding", "puts the number of inputs into the last element of the state",
    {"poseidon.hash_elements": hash_with(layout=lambda t, inputs: inputs + [0] * (t - len(inputs) - 1) + [len(inputs)])})
bug("poseidon-ten-star-padding", "ZeroPadding", "appends a 1 to the inputs before the zeros",
    {"poseidon.hash_elements": hash_with(layout=lambda t, inputs: inputs + [1] + [0] * (t - len(inputs) - 1))})
bug("poseidon-accepts-t-inputs", "InputCountTooMany", "accepts as many inputs as the state has elements",
    {"poseidon.hash_elements": hash_with(accept_full_width)})
bug("poseidon-drops-inputs", "InputCountTooMany", "drops the inputs that do not fit",
    {"poseidon.hash_elements": hash_with(lambda t, inputs: inputs[: t - 1])})
bug("poseidon-refuses-no-input", "InputCountZero", "refuses an empty list of inputs",
    {"poseidon.hash_elements": hash_with(refuse_none)})
bug("poseidon-refuses-t-minus-1-inputs", "InputCountFull", "accepts at most t - 2 inputs",
    {"poseidon.hash_elements": hash_with(
        lambda t, inputs: refuse_none(t - 1, inputs) if inputs else inputs)})
bug("poseidon-width-unchecked", "WidthUnsupported", "accepts every width",
    {"poseidon.check_parameters": skip_check_of_width}, any_value=True)
bug("poseidon-odd-full-rounds", "FullRoundsOdd", "rounds an odd number of full rounds instead of refusing it",
    {"poseidon.check_parameters": round_up_full_rounds}, any_value=True)


def refuse_wide_states(self, t, full_rounds, partial_rounds):
    Poseidon.check_parameters(self, t, full_rounds, partial_rounds)
    if t > 15:
        raise Failure("poseidon-parameters-unsupported")


def permute_with_59_constants(self, state, full_rounds, partial_rounds):
    if full_rounds + partial_rounds > 59:
        raise IndexError("there are 59 constants")
    return Poseidon.permute(self, state, full_rounds, partial_rounds)


bug("poseidon-wide-states-refused", "WideState", "refuses t = 16 and above", {"poseidon.check_parameters": refuse_wide_states},
    seen_in="hello_loopring")
bug("poseidon-59-constants", "PartialRounds", "has 59 round constants, and crashes for more rounds",
    {"poseidon.permute": permute_with_59_constants}, seen_in="go-loopring-sig")


def stop_after_59_rounds(self, state, full_rounds, partial_rounds):
    """Runs at most as many rounds as there are constants."""
    rounds, m = self.schedule(full_rounds, partial_rounds), self.matrix(len(state))
    for constant, is_full in zip(self.round_constants(59), rounds):
        state = self.one_round(state, constant, is_full, m)
    return state


bug("poseidon-stops-after-59-rounds", "PartialRounds", "has 59 round constants, and stops after 59 rounds",
    {"poseidon.permute": stop_after_59_rounds}, seen_in="PoseidonSharp")
def signed(draw):
    """The same 32 bytes, read as a signed number."""
    return draw - (1 << 256) if draw >> 255 else draw


bug("poseidon-draw-signed", "ConstantByteOrder", "reads the digest of a draw as a signed number: half of the constants are wrong",
    {"poseidon.round_constants": lambda self, count: [signed(draw) % P for draw in self.chain(ROUND_CONSTANTS_SEED, count)],
     "poseidon.matrix_seeds": lambda self, t: [signed(draw) % P for draw in self.chain(MATRIX_SEED, 2 * t)]})


def rounds_unbounded(self, t, full_rounds, partial_rounds):
    Poseidon.check_parameters(self, t, full_rounds, min(partial_rounds, 1))


bug("poseidon-rounds-unbounded", "TooManyRounds", "draws any number of constants, without a limit",
    {"poseidon.check_parameters": rounds_unbounded}, any_value=True)


def permute_at_some_widths(self, state, full_rounds, partial_rounds):
    if len(state) not in (2, 3, 6, 7, 9, 10, 12, 13):
        raise IndexError("no table for this width")
    return Poseidon.permute(self, state, full_rounds, partial_rounds)


bug("poseidon-widths-missing", "WideState", "has tables for the widths 2, 3, 6, 7, 9, 10, 12 and 13, and crashes for others",
    {"poseidon.permute": permute_at_some_widths}, seen_in="go-loopring-sig")


def refuse_width_15(self, t, full_rounds, partial_rounds):
    Poseidon.check_parameters(self, t, full_rounds, partial_rounds)
    if t == 15:
        raise Failure("poseidon-parameters-unsupported")


bug("poseidon-width-15-refused", "WideState", "refuses t = 15", {"poseidon.check_parameters": refuse_width_15}, seen_in="PoseidonSharp")
