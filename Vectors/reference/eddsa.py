"""EdDSA on Baby Jubjub with Poseidon as the challenge hash (SPEC.md, EdDSA)."""

import hashlib
import re

import curve
import field
import poseidon
from encoding import format_integer, little_endian_32, parse_integer
from failure import Failure
from scalar import ELL, GROUP_ORDER

SIGNATURE = re.compile(r"0x[0-9A-Fa-f]{192}")
FORMS = ("reduced", "unreduced")
PROFILES = ("relayer", "strict")


def parse_secret_key(text):
    k = parse_integer(text)
    if not 1 <= k < ELL:
        raise Failure("secret-key-out-of-range")
    return k


def parse_message(text):
    m = parse_integer(text)
    if m >= field.P:
        raise Failure("message-out-of-range")
    return m


def parse_public_key(value):
    return curve.parse_point(value)


def public_key(k):
    return curve.multiply(k, curve.BASE)


# Signing


def sign(k, m, form):
    """Every stage of a signature: A, r, R, h, S."""
    a = public_key(k)
    r = nonce(k, m)
    r_point = curve.multiply(r, curve.BASE)
    h = challenge(r_point, a, m)
    return a, r, r_point, h, response(r, k, h, form)


def nonce(k, m):
    """r = SHA-512(LE32(k) || LE32(m)) as a little-endian integer mod ell."""
    return nonce_from_digest(nonce_hash(nonce_key_bytes(k) + nonce_message_bytes(m)))


def nonce_key_bytes(k):
    return little_endian_32(k)


def nonce_message_bytes(m):
    return little_endian_32(m)


def nonce_hash(data):
    return hashlib.sha512(data).digest()


def nonce_from_digest(digest):
    return int.from_bytes(digest, "little") % ELL


def challenge(r_point, a, m):
    """h = Poseidon(R.x, R.y, A.x, A.y, m), an integer in [0, p)."""
    return challenge_hash([*r_point, *a, m])


def challenge_hash(inputs):
    return poseidon.hash_elements(6, 6, 52, inputs)


def response(r, k, h, form):
    """S. The unreduced form is what the exchange's own SDKs print, and leaks the key."""
    return (r + k * h) % response_modulus(form)


def response_modulus(form):
    return ELL if form == "reduced" else GROUP_ORDER


def format_signature(r_point, s):
    """"0x", then R.x, R.y and S, each 64 hex digits, big-endian."""
    return "0x" + "".join(format_integer(value)[2:] for value in (*r_point, s))


# Verification


def parse_signature(text):
    """R and S, with every check that a profile does not decide."""
    r_x, r_y, s = split_signature(text)
    r_point = field.parse(r_x), field.parse(r_y)
    require_nonce_point_on_curve(r_point)
    return r_point, parse_response(s)


def split_signature(text):
    if not SIGNATURE.fullmatch(text):
        raise Failure("signature-malformed")
    return ["0x" + text[i : i + 64] for i in (2, 66, 130)]


def require_nonce_point_on_curve(r_point):
    curve.require_on_curve(r_point)


def parse_response(text):
    s = parse_integer(text)
    if s >= GROUP_ORDER:
        raise Failure("scalar-out-of-range")
    return s


def verify(a, m, r_point, s, profile):
    if profile == "strict" and not meets_strict_profile(a, r_point, s):
        return False
    return equation_holds(a, challenge(r_point, a, m), r_point, s)


def equation_holds(a, h, r_point, s):
    """S*B = R + h*A exactly: no cofactor, and h is not reduced mod ell."""
    left, right = sides(a, h, r_point, s)
    return left == right


def sides(a, h, r_point, s):
    return curve.multiply(s, curve.BASE), curve.add(r_point, curve.multiply(h, a))


def meets_strict_profile(a, r_point, s):
    return (
        s < ELL
        and a != curve.IDENTITY
        and curve.is_in_subgroup(a)
        and curve.is_in_subgroup(r_point)
    )
