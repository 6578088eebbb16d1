# SPDX-License-Identifier: Apache-2.0
"""Mistakes in computing the message from an HTTP request."""

import hashlib
import json
import re
import unicodedata
from urllib.parse import parse_qsl, quote, quote_plus, unquote

from ..reference.canonicalization import QUERY_METHODS, UNRESERVED, URL, Canonicalization
from ..reference.failure import Failure
from ..reference.field import P
from ..reference.operations import Operations
from ..reference.scalar import ELL
from ..reference.scheme import REFERENCE
from .catalog import SIGNS_WHAT_IS_REFUSED, STYLE, bug

ENCODE, PARAMETERS, BASE = (f"canonicalization.{name}" for name in ("percent_encode", "parameter_string", "signature_base"))
CHECK_METHOD, CHECK_URL, CHECK_PARAMETERS, MESSAGE, DIGEST = (
    f"canonicalization.{name}" for name in ("check_method", "check_url", "check_parameters", "message", "digest"))
encode = REFERENCE.canonicalization.percent_encode


def same(text):
    return text


def by_bytes_of_key(pair):
    return pair[0].encode()


def parameters_with(key=encode, value=encode, sort=by_bytes_of_key, keep=lambda pair: True):
    """parameter_string with a different encoding of keys or values, a different order, or without some
    pairs."""

    def parameter_string(self, parameters):
        ordered = sorted(parameters, key=sort) if sort else parameters
        return "&".join(key(k) + "=" + value(v) for k, v in ordered if keep((k, v)))

    return parameter_string


def base_with(method=same, url=str.__add__, encode_url=encode, body=same, whole=encode, join="&".join):
    """signature_base with different parts, or a different way to join them."""

    def signature_base(self, verb, base_url, path, parameters=None, content=None):
        self.check_method(verb)
        self.check_url(base_url, path)
        if verb in QUERY_METHODS:
            self.check_parameters(parameters)
            string = self.parameter_string(parameters)
        else:
            string = body(content)
        return string, join((method(verb), encode_url(url(base_url, path)), whole(string)))

    return signature_base


def encode_with(function):
    """A percent_encode that is used for keys, values, the URL and the whole parameter string."""
    return {ENCODE: lambda self, text: function(text)}


def encode_leaving(safe):
    """percent_encode that does not encode some reserved characters."""
    return lambda text: "".join(c if c in safe else encode(c) for c in text)


def encode_also(unsafe):
    """percent_encode that encodes some unreserved characters too."""
    return lambda text: "".join("%%%02X" % ord(c) if c in unsafe else encode(c) for c in text)


def encode_uri_component(text):
    return quote(text, safe="!~*'()")


def encode_once_and_patch(string):
    return encode_uri_component(string).replace("%2C", "%252C")


def form_encode(text):
    return quote_plus(text, safe="")


def java_url_encoder(text):
    return quote_plus(text, safe="*").replace("~", "%7E")


def alphanumeric_only(text):
    return "".join(c if c.isascii() and c.isalnum() else "".join("%%%02X" % b for b in c.encode()) for c in text)


def lower_case_hex(text):
    return "".join(c if len(c) == 1 else c.lower() for c in (encode(c) for c in text))


def keep_existing_escapes(text):
    return encode(unquote(text)) if "%" in text else encode(text)


def latin_1(text):
    return "".join(chr(b) if b in UNRESERVED else "%%%02X" % b
                   for b in text.encode("latin-1", errors="replace"))


def escape_function(text):
    """JavaScript's escape(), which writes %uXXXX for characters beyond Latin-1."""
    units = text.encode("utf-16-be")
    codes = [units[i] << 8 | units[i + 1] for i in range(0, len(units), 2)]
    return "".join(encode(chr(u)) if u < 128 else "%%%02X" % u if u < 256 else "%%u%04X" % u for u in codes)


def cesu_8(text):
    units = text.encode("utf-16-be")
    out = b"".join(chr(units[i] << 8 | units[i + 1]).encode("utf-8", "surrogatepass") for i in range(0, len(units), 2))
    return "".join(chr(b) if b in UNRESERVED else "%%%02X" % b for b in out)


def normalizing(form):
    return lambda text: encode(unicodedata.normalize(form, text))


def trimmed(text):
    return encode(text.strip())


def locale_key(parameter):
    """The order of localeCompare for ASCII keys: letters by alphabet, lower case before upper case."""
    return parameter[0].lower(), parameter[0].swapcase()


def omit_lone_equals(self, parameters):
    pairs = Canonicalization.parameter_string(self, parameters).split("&")
    return "&".join(pair.removesuffix("=") for pair in pairs)


def reparsed_query(self, parameters):
    """Joins the parameters unencoded, and splits them again with a query parser."""
    query = "&".join(key + "=" + value for key, value in parameters)
    return "&".join(encode(k) + "=" + encode(v) for k, v in sorted(parse_qsl(query)))


def host_and_path(base_url, path):
    return (base_url + path).split("://", 1)[1]


def path_only(base_url, path):
    rest = host_and_path(base_url, path)
    return rest[rest.index("/") :] if "/" in rest else ""


def without_port(base_url, path):
    match = URL.fullmatch(base_url + path)
    return match["scheme"] + "://" + match["host"] + match["path"]


def without_default_port(base_url, path):
    match = URL.fullmatch(base_url + path)
    default = {"http": "80", "https": "443"}[match["scheme"].lower()]
    return without_port(base_url, path) if match["port"] == default else base_url + path


def lower_case_url(base_url, path):
    match = URL.fullmatch(base_url + path)
    head = (base_url + path)[: match.start("path")]
    return head.lower() + match["path"]


def joined_once(base_url, path):
    return base_url.rstrip("/") + path


def without_trailing_slash(base_url, path):
    return (base_url + path).rstrip("/")


def url_decoded(base_url, path):
    return unquote(base_url + path)


def without_query(self, base_url, path):
    Canonicalization.check_url(self, base_url.split("?")[0], path.split("?")[0])


def without_fragment(self, base_url, path):
    Canonicalization.check_url(self, base_url.split("#")[0], path.split("#")[0])


def without_user(self, base_url, path):
    scheme, _, rest = base_url.partition("://")
    authority, slash, tail = rest.partition("/")
    Canonicalization.check_url(self, scheme + "://" + authority.rpartition("@")[2] + slash + tail, path)


def scheme_optional(self, base_url, path):
    Canonicalization.check_url(self, base_url if "://" in base_url else "https://" + base_url, path)


def port_with_leading_zeros(self, base_url, path):
    Canonicalization.check_url(self, re.sub(r":0+([1-9])", r":\1", base_url), path)


def any_scheme(self, base_url, path):
    scheme, separator, rest = base_url.partition("://")
    Canonicalization.check_url(self, "https://" + rest if separator and scheme else base_url, path)


def url_unchecked_characters(self, base_url, path):
    Canonicalization.check_url(self, base_url, "".join(c if c.isascii() and c > " " and c != '"' else "_" for c in path))


def upper_case_method(self, method):
    Canonicalization.check_method(self, method.upper())


def any_method(self, method, base_url, path, parameters=None, content=None):
    """signature_base that does not check the method. It signs the parameters if there are any; otherwise the
    body."""
    self.check_url(base_url, path)
    if parameters is not None:
        self.check_parameters(parameters)
    string = content if parameters is None else self.parameter_string(parameters)
    return string, f"{method}&{self.percent_encode(base_url + path)}&{self.percent_encode(string)}"


def signature_base_of_upper_case(self, method, *rest):
    return Canonicalization.signature_base(self, method.upper(), *rest)


def empty_keys_accepted(self, parameters):
    keys = [key for key, _ in parameters]
    if len(set(keys)) != len(keys):
        raise Failure("parameter-invalid")


def repeated_keys_accepted(self, parameters):
    if "" in [key for key, _ in parameters]:
        raise Failure("parameter-invalid")


def keys_compared_by(canonical):
    def check(self, parameters):
        keys = [canonical(key) for key, _ in parameters]
        if "" in keys or len(set(keys)) != len(keys):
            raise Failure("parameter-invalid")

    return check


def empty_values_refused(self, parameters):
    Canonicalization.check_parameters(self, parameters)
    if any(value == "" for _, value in parameters):
        raise Failure("parameter-invalid")


def reserialized(**options):
    def body_string(body):
        try:
            return json.dumps(json.loads(body), **options)
        except ValueError:
            return body

    return body_string


def form_encoded_target(self, method, base_url, path, string):
    return Canonicalization.target(self, method, base_url, path, string).replace("%20", "+")


def no_trailing_separator(parts):
    return "&".join(part for part in parts if part)


def refuse_large(value):
    if value >= P:
        raise Failure("message-out-of-range")
    return value


def subtract_once(value):
    return refuse_large(value - P if value >= P else value)


def repeated_keys_among_few(self, parameters):
    """Searches only short lists for repeated keys."""
    if len(parameters) <= 8:
        Canonicalization.check_parameters(self, parameters)
    elif "" in (key for key, _ in parameters):
        raise Failure("parameter-invalid")


def sorted_if_few(self, parameters):
    """Sorts only short lists."""
    if len(parameters) <= 32:
        return Canonicalization.parameter_string(self, parameters)
    return "&".join(encode(key) + "=" + encode(value) for key, value in parameters)


def signs_in_ipv6(self, base_url, path):
    """Reads the numbers of an IPv6 address with a parser that accepts a sign."""
    Canonicalization.check_url(self, re.sub(r"(?<=[.:])[+](?=[0-9])", "", base_url), path)


bug("request-values-encoded-once", "DoubleEncoding", "does not encode keys and values before it encodes the whole string",
    {PARAMETERS: parameters_with(key=same, value=same)}, seen_in="go-loopring-sig (the caller encodes)")
bug("request-whole-not-encoded", "WholeEncoded", "does not encode the parameter string as a whole",
    {BASE: base_with(whole=same)})
bug("request-url-not-encoded", "URLEncoded", "does not encode the URL", {BASE: base_with(encode_url=same)})
bug("request-url-only-colon-and-slash", "URLPathPercent", "encodes only ':' and '/' of the URL",
    {BASE: base_with(encode_url=lambda url: url.replace(":", "%3A").replace("/", "%2F"))}, seen_in="loopring_sign (Rust)")
bug("request-loopring-sdk", "CommaEncodedTwice", "encodes the whole string once with encodeURIComponent, and patches the comma",
    {PARAMETERS: parameters_with(key=same, value=same), BASE: base_with(whole=encode_uri_component)},
    seen_in="loopring_sdk before its patch for the comma")
bug("request-loopring-sdk-patched", "SpaceInValue", "encodes the whole string once with encodeURIComponent, and patches %2C to %252C",
    {PARAMETERS: parameters_with(key=same, value=same), BASE: base_with(whole=encode_once_and_patch)}, seen_in="loopring_sdk")
bug("request-encode-uri-component", "EncodeURIComponent", "does not encode ! * ' ( ), like encodeURIComponent",
    encode_with(encode_leaving("!*'()")), seen_in="loopring_sdk")
bug("request-encode-uri", "ReservedCharacter", "does not encode reserved characters, like encodeURI",
    {PARAMETERS: parameters_with(value=encode_leaving(";,/?:@&=+$#"))})
bug("request-slash-left-alone", "SlashInValue", "does not encode '/', like Python's quote by default",
    {PARAMETERS: parameters_with(value=encode_leaving("/"))})
bug("request-colon-left-alone", "ColonInValue", "does not encode ':'", {PARAMETERS: parameters_with(value=encode_leaving(":"))})
bug("request-comma-left-alone", "CommaEncodedTwice", "does not encode ',' in values", {PARAMETERS: parameters_with(value=encode_leaving(","))})
bug("request-asterisk-left-alone", "AsteriskInValue", "does not encode '*', like form encoding",
    encode_with(encode_leaving("*")))
bug("request-tilde-encoded", "TildeInValue", "encodes '~', as older libraries do", encode_with(encode_also("~")))
bug("request-quotes-left-alone", "QuoteInValue", "does not encode quotation marks", {PARAMETERS: parameters_with(value=encode_leaving("\"'"))})
bug("request-form-encoding", "SpaceInValue", "encodes a space as '+'", encode_with(form_encode),
    seen_in="hello_loopring on the wire; go-loopring-sig for the URL; loopring_sign (Rust)")
bug("request-java-url-encoder", "AsteriskInValue", "encodes as Java's URLEncoder does", encode_with(java_url_encoder))
bug("request-plus-left-alone", "PlusInValue", "does not encode '+'", {PARAMETERS: parameters_with(value=encode_leaving("+"))})
bug("request-alphanumeric-only", "UnreservedPunctuation", "form-encodes keys and values, and then everything that is not a letter or digit",
    {PARAMETERS: parameters_with(key=java_url_encoder, value=java_url_encoder), BASE: base_with(whole=alphanumeric_only)},
    seen_in="loopring_sign (Rust)")
bug("request-unreserved-encoded", "UnreservedPunctuation", "encodes '-', '.' and '_' too",
    encode_with(encode_also("-._")))
bug("request-lower-case-hex", "PercentHexCase", "writes lower-case hex digits after '%'", encode_with(lower_case_hex))
bug("request-keeps-existing-escapes", "AlreadyEncodedText", "does not encode text that looks percent-encoded",
    {PARAMETERS: parameters_with(value=keep_existing_escapes)})
bug("request-percent-left-alone", "PercentInValue", "does not encode '%'", {PARAMETERS: parameters_with(value=encode_leaving("%"))})
bug("request-values-upper-cased", "ValueCase", "converts the whole encoded value to upper case",
    {PARAMETERS: parameters_with(value=lambda text: encode(text).upper())})
bug("request-control-characters-dropped", "ControlCharacter", "drops control characters",
    {PARAMETERS: parameters_with(value=lambda text: encode("".join(c for c in text if c >= " " and c != "\x7f")))})
bug("request-values-trimmed", "SpaceAtEnds", "trims values", {PARAMETERS: parameters_with(value=trimmed)})
bug("request-latin-1", "MultiByteUTF8", "encodes Latin-1 bytes", encode_with(latin_1))
bug("request-escape-function", "MultiByteUTF8", "encodes as JavaScript's escape does", encode_with(escape_function))
bug("request-cesu-8", "AstralCharacter", "encodes the two surrogates of UTF-16 separately", encode_with(cesu_8))
bug("request-composes", "CombiningMark", "normalizes to NFC", {PARAMETERS: parameters_with(value=normalizing("NFC"))})
bug("request-decomposes", "PrecomposedCharacter", "normalizes to NFD", {PARAMETERS: parameters_with(value=normalizing("NFD"))})
bug("request-compatibility-normalizes", "CompatibilityCharacter", "normalizes to NFKC",
    {PARAMETERS: parameters_with(value=normalizing("NFKC"))})
bug("request-unsorted", "ParameterOrder", "keeps the caller's order of parameters",
    {PARAMETERS: parameters_with(sort=None)}, seen_in="hello_loopring, go-loopring-sig, LoopringSharp")
bug("request-sorted-by-locale", "SortCase", "sorts keys as localeCompare does",
    {PARAMETERS: parameters_with(sort=locale_key)}, seen_in="loopring_sdk")
bug("request-sorted-ignoring-case", "SortCase", "sorts keys case-insensitively",
    {PARAMETERS: parameters_with(sort=lambda p: p[0].lower())})
bug("request-sorted-by-utf-16", "SortUTF16", "sorts keys by their UTF-16 code units",
    {PARAMETERS: parameters_with(sort=lambda p: p[0].encode("utf-16-be"))})
bug("request-sorted-by-pair", "SortPrefix", "sorts the encoded pairs, including '='",
    {PARAMETERS: parameters_with(sort=lambda p: encode(p[0]) + "=" + encode(p[1]))})
bug("request-sorted-by-encoded-key", "SortEncoded", "sorts by the encoded key",
    {PARAMETERS: parameters_with(sort=lambda p: encode(p[0]))})
bug("request-sorted-by-value", "SortByKey", "sorts by value", {PARAMETERS: parameters_with(sort=lambda p: p[1])})
bug("request-sorted-numerically", "SortDigits", "sorts the digits in keys as numbers",
    {PARAMETERS: parameters_with(sort=lambda p: [(0, int(p[0][1:]), "")] if p[0][1:].isdigit() else [(1, 0, p[0])])})
bug("request-empty-values-dropped", "EmptyValue", "drops parameters with an empty value",
    {PARAMETERS: parameters_with(keep=lambda pair: pair[1])}, seen_in="loopring_sdk")
bug("request-empty-values-without-equals", "EmptyValue", "writes a parameter with an empty value without '='",
    {PARAMETERS: omit_lone_equals})
bug("request-empty-values-refused", "EmptyValue", "refuses an empty value", {CHECK_PARAMETERS: empty_values_refused})
bug("request-query-reparsed", "AmpersandInValue", "joins the parameters unencoded and parses the query again",
    {PARAMETERS: reparsed_query})
bug("request-equals-left-alone", "EqualsInValue", "does not encode '=' in values", {PARAMETERS: parameters_with(value=encode_leaving("="))})
bug("request-keys-not-encoded", "KeyEncoded", "does not encode keys", {PARAMETERS: parameters_with(key=same)})
bug("request-repeated-keys", "RepeatedKey", "accepts a key that occurs twice",
    {CHECK_PARAMETERS: repeated_keys_accepted})
bug("request-empty-keys", "EmptyKey", "accepts an empty key", {CHECK_PARAMETERS: empty_keys_accepted})
bug("request-keys-equal-if-equivalent", "CanonicallyEquivalentKeys",
    "compares keys by canonical equivalence, as string types of some languages do",
    {CHECK_PARAMETERS: keys_compared_by(lambda key: unicodedata.normalize("NFC", key))})
bug("request-keys-equal-ignoring-case", "KeysDifferInCase", "compares keys case-insensitively",
    {CHECK_PARAMETERS: keys_compared_by(str.lower)})
bug("request-url-without-scheme", "URLScheme", "signs host and path without the scheme", {BASE: base_with(url=host_and_path)},
    seen_in="older versions of hello_loopring")
bug("request-path-only", "URLHost", "signs only the path", {BASE: base_with(url=path_only)})
bug("request-port-dropped", "URLPort", "drops the port", {BASE: base_with(url=without_port)})
bug("request-default-port-dropped", "URLDefaultPort", "drops the default port, as URL parsers do",
    {BASE: base_with(url=without_default_port)})
bug("request-url-lower-cased", "URLCase", "converts scheme and host to lower case, as URL parsers do",
    {BASE: base_with(url=lower_case_url)})
bug("request-slashes-merged", "URLDoubledSlash", "joins base URL and path with exactly one slash",
    {BASE: base_with(url=joined_once)}, seen_in="LoopringSharp (demands the slash at the base URL)")
bug("request-trailing-slash-dropped", "URLTrailingSlash", "drops a trailing slash", {BASE: base_with(url=without_trailing_slash)},
    consequence=SIGNS_WHAT_IS_REFUSED)
bug("request-url-decoded", "URLPathPercent", "decodes percent-encoding in the path", {BASE: base_with(url=url_decoded)})
bug("request-url-query", "URLQuery", "accepts a query in the URL", {CHECK_URL: without_query})
bug("request-url-fragment", "URLFragment", "accepts a fragment in the URL", {CHECK_URL: without_fragment})
bug("request-url-user", "URLUserInfo", "accepts user information in the URL", {CHECK_URL: without_user})
bug("request-url-scheme-optional", "URLSchemeMissing", "accepts a URL without a scheme", {CHECK_URL: scheme_optional})
bug("request-url-any-scheme", "URLSchemeUnsupported", "accepts any scheme", {CHECK_URL: any_scheme})
bug("request-url-characters", "URLCharacter", "accepts spaces and other characters in the path",
    {CHECK_URL: url_unchecked_characters})
bug("request-ipv6-unchecked", "URLHostInvalid", "accepts any digits, colons and dots in brackets as an IPv6 address",
    {"canonicalization.check_ipv6": lambda self, text: None})
bug("request-port-leading-zeros", "URLPortInvalid", "accepts a port with leading zeros", {CHECK_URL: port_with_leading_zeros})
bug("request-method-lower-case", "MethodInBase", "writes the method in lower case",
    {BASE: base_with(method=str.lower)})
bug("request-method-missing", "MethodInBase", "omits the method",
    {BASE: base_with(join=lambda parts: "&".join(parts[1:]))})
bug("request-method-case-ignored", "MethodUnsupported", "accepts a method in lower case and signs it in upper case",
    {CHECK_METHOD: upper_case_method, BASE: signature_base_of_upper_case})
bug("request-any-method", "MethodUnsupported", "accepts any method", {BASE: any_method}, seen_in="hummingbot")
bug("request-sent-form-encoded", "SpaceInValue", "sends the query form-encoded, with '+' for a space, and signs it percent-encoded",
    {"canonicalization.target": form_encoded_target}, seen_in="hello_loopring, loopring_sdk")
bug("request-fullwidth-ampersand", "Separator", "joins with the fullwidth ampersand that the documentation prints",
    {BASE: base_with(join="\uff06".join)}, seen_in="the documentation's algorithm")
bug("request-separator-missing", "NoParameters", "omits the last separator if nothing follows it",
    {BASE: base_with(join=no_trailing_separator)})
bug("request-body-reserialized", "BodyVerbatim", "parses the JSON body and serializes it again",
    {BASE: base_with(body=reserialized(ensure_ascii=False))}, consequence=SIGNS_WHAT_IS_REFUSED)
bug("request-body-sorted", "BodyMemberOrder", "sorts the members of a JSON body",
    {BASE: base_with(body=reserialized(ensure_ascii=False, sort_keys=True, separators=(",", ":")))}, consequence=SIGNS_WHAT_IS_REFUSED)
bug("request-body-minified", "BodyVerbatim", "removes the white space of a JSON body",
    {BASE: base_with(body=reserialized(ensure_ascii=False, separators=(",", ":")))}, consequence=SIGNS_WHAT_IS_REFUSED)
bug("request-body-ascii-escapes", "BodyNonASCII", "escapes the non-ASCII characters of a JSON body",
    {BASE: base_with(body=reserialized(ensure_ascii=True, separators=(",", ":")))}, consequence=SIGNS_WHAT_IS_REFUSED)
bug("request-body-trimmed", "BodySurroundingSpace", "trims the body", {BASE: base_with(body=str.strip)}, consequence=SIGNS_WHAT_IS_REFUSED)
bug("request-body-not-signed", "BodySigned", "signs an empty text instead of the body", {BASE: base_with(body=lambda body: "")})
bug("request-body-encoded-twice", "BodyEncodedOnce", "encodes the body twice", {BASE: base_with(body=encode)})
bug("request-digest-not-reduced", "DigestReduced", "refuses a digest that is p or more",
    {MESSAGE: lambda self, sha256: refuse_large(int.from_bytes(sha256, "big"))})
bug("request-digest-subtracts-once", "DigestReducedSeveralTimes", "subtracts p from the digest at most once",
    {MESSAGE: lambda self, sha256: subtract_once(int.from_bytes(sha256, "big"))})
bug("request-digest-modulo-ell", "DigestModulus", "reduces the digest mod ell",
    {MESSAGE: lambda self, sha256: int.from_bytes(sha256, "big") % ELL})
bug("request-digest-little-endian", "DigestByteOrder", "reads the digest little-endian",
    {MESSAGE: lambda self, sha256: int.from_bytes(sha256, "little") % P})
bug("request-digest-truncated", "DigestTruncated", "uses only the first 31 bytes of the digest",
    {MESSAGE: lambda self, sha256: int.from_bytes(sha256[:31], "big")})
bug("request-digest-masked", "DigestTruncated", "clears the three high bits of the digest",
    {MESSAGE: lambda self, sha256: int.from_bytes(sha256, "big") % (1 << 253)})
bug("request-digest-sha3", "DigestHash", "hashes with SHA3-256",
    {DIGEST: lambda self, base: hashlib.sha3_256(base.encode()).digest()})
bug("request-digest-twice", "DigestHash", "hashes twice",
    {DIGEST: lambda self, base: hashlib.sha256(hashlib.sha256(base.encode()).digest()).digest()})


def stringified(body):
    """JSON.stringify(JSON.parse(body)) with sorted members. Whole numbers lose their fraction and
    exponent."""
    def number(text):
        value = float(text)
        return int(value) if value.is_integer() else value

    try:
        content = json.loads(body, parse_float=number)
    except ValueError:
        return body
    if isinstance(content, dict):
        content = dict(sorted(content.items(), key=lambda member: locale_key(member)))
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


bug("request-url-unchecked", "URLCharacter", "accepts every URL", {CHECK_URL: lambda self, base_url, path: None}, any_value=True,
    seen_in="hello_loopring, loopring_sdk, go-loopring-sig")
bug("request-method-normalized", "MethodUnsupported", "accepts methods in any case and with spaces around them",
    {CHECK_METHOD: lambda self, method: Canonicalization.check_method(self, method.strip().upper()),
     BASE: lambda self, method, *rest: Canonicalization.signature_base(self, method.strip().upper(), *rest)}, seen_in="loopring_sdk")
bug("request-encoded-once-by-form", "DoubleEncoding", "encodes keys and values once, as a whole, with form encoding: a space becomes '+'",
    {PARAMETERS: parameters_with(key=same, value=same), BASE: base_with(whole=form_encode, encode_url=form_encode)},
    seen_in="go-loopring-sig")
bug("request-body-stringified", "BodyMemberOrder", "parses the JSON body and serializes it like JSON.stringify, with sorted members",
    {BASE: base_with(body=stringified)}, seen_in="loopring_sdk", consequence=SIGNS_WHAT_IS_REFUSED)
bug("request-repeated-key-among-few", "ManyParameters", "looks for repeated keys in lists of up to eight parameters only",
    {CHECK_PARAMETERS: repeated_keys_among_few})
bug("request-sorted-if-few", "ManyParameters", "sorts up to 32 parameters only", {PARAMETERS: sorted_if_few})
bug("request-ipv6-lenient-numbers", "URLHostInvalid", "accepts a sign in the numbers of an IPv6 address",
    {CHECK_URL: signs_in_ipv6})


def require_json(body):
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    if not isinstance(content, (dict, list)):
        raise Failure("parameter-invalid")
    return body


def without_put(self, method):
    if method == "PUT":
        raise Failure("method-unsupported")
    Canonicalization.check_method(self, method)


def signed_bytes_of_key(pair):
    """Bytes above 127 are negative, as Java's are."""
    return [b - 256 if b > 127 else b for b in pair[0].encode()]


JAVA_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?|[0-9]+(?:\.[0-9]+){3}|\[[0-9A-Fa-f:.]+\]")


def java_net_uri(self, base_url, path):
    """The URLs that java.net.URI accepts, without user information, query and fragment. It accepts non-ASCII
    letters in the path, an empty port and leading zeros in a port, and refuses a host with an underscore."""
    match = re.fullmatch(r"(?i:https?)://(?P<host>\[[^]]*\]|[^/:@?#]*)(?::(?P<port>[0-9]*))?(?P<path>(?:/(?:[^\x00-\x20\x7f\"<>\\^`{|}%?#\[\]]|%[0-9A-Fa-f]{2})*)?)",
                         base_url + path)
    if not match or not JAVA_HOST.fullmatch(match["host"]) or int(match["port"] or 0) > 1 << 31:
        raise Failure("url-invalid")


def ascii_output(self, **request):
    """Prints text in US-ASCII, with "?" for every other character."""
    out = Operations.request_canonicalize(self, **request)
    return out | {"parameterString": out["parameterString"].encode("ascii", "replace").decode()}


bug("request-body-json-only", "BodySigned", "refuses a body that is not a JSON object or array",
    {BASE: base_with(body=require_json)}, seen_in="hello_loopring, LoopringAPI, loopring_sdk")
bug("request-put-refused", "MethodInBase", "does not offer PUT", {CHECK_METHOD: without_put}, seen_in="LoopringSharp")
bug("request-sorted-by-signed-bytes", "SortUnsigned", "compares the bytes of keys as signed numbers, as Java's bytes are",
    {PARAMETERS: parameters_with(sort=signed_bytes_of_key)})
bug("request-digest-signed", "DigestUnsigned", "reads the digest as a signed number, as Java's and C#'s BigInteger do",
    {MESSAGE: lambda self, sha256: int.from_bytes(sha256, "big", signed=True) % P})
bug("request-url-java-net-uri", "URLHost", "checks the URL with java.net.URI", {CHECK_URL: java_net_uri})
bug("request-output-ascii", "BodyNonASCII", "prints text in US-ASCII: every other character is a question mark",
    {"operations.request_canonicalize": ascii_output}, consequence=STYLE)


def scheme_checked_only(self, base_url, path):
    if not base_url.lower().startswith(("http://", "https://")):
        raise Failure("url-invalid")


bug("request-url-scheme-only", "URLCharacter", "checks only that the URL begins with http:// or https://", {CHECK_URL: scheme_checked_only},
    seen_in="LoopringAPI", any_value=True)
