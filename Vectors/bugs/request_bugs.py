"""Mistakes between an HTTP request and the message that is signed."""

import hashlib
import json
import unicodedata
from urllib.parse import parse_qsl, quote, quote_plus, unquote

import canonicalization
import field
from catalogue import bug
from failure import Failure
from scalar import ELL

BASE = "canonicalization."
original_encode = canonicalization.percent_encode
original_method = canonicalization.check_method
original_url = canonicalization.check_url
original_signature_base = canonicalization.signature_base


def encode_leaving(safe):
    """percent_encode that leaves some reserved characters alone."""
    return lambda text: "".join(c if c in safe else original_encode(c) for c in text)


def encode_also(unsafe):
    """percent_encode that encodes some unreserved characters too."""
    return lambda text: "".join("%%%02X" % ord(c) if c in unsafe else original_encode(c) for c in text)


def encode_uri_component(text):
    return quote(text, safe="!~*'()")


def encode_once_and_patch(string):
    return encode_uri_component(string).replace("%2C", "%252C")


def form_encode(text):
    return quote_plus(text, safe="")


def java_url_encoder(text):
    return quote_plus(text, safe="*").replace("~", "%7E")


def alphanumeric_only(text):
    return "".join(c if c.isascii() and c.isalnum() else "".join("%%%02X" % b for b in c.encode()) for c in quote_plus(text))


def lower_case_hex(text):
    return "".join(c if len(c) == 1 else c.lower() for c in (original_encode(c) for c in text))


def keep_existing_escapes(text):
    return original_encode(unquote(text)) if "%" in text else original_encode(text)


def latin_1(text):
    return "".join(chr(b) if b in canonicalization.UNRESERVED else "%%%02X" % b
                   for b in text.encode("latin-1", errors="replace"))


def escape_function(text):
    """JavaScript's escape(): %uXXXX for what is beyond Latin-1."""
    units = text.encode("utf-16-be")
    codes = [units[i] << 8 | units[i + 1] for i in range(0, len(units), 2)]
    return "".join(original_encode(chr(u)) if u < 128 else "%%%02X" % u if u < 256 else "%%u%04X" % u for u in codes)


def cesu_8(text):
    units = text.encode("utf-16-be")
    out = b"".join(chr(units[i] << 8 | units[i + 1]).encode("utf-8", "surrogatepass") for i in range(0, len(units), 2))
    return "".join(chr(b) if b in canonicalization.UNRESERVED else "%%%02X" % b for b in out)


def normalizing(form):
    return lambda text: original_encode(unicodedata.normalize(form, text))


def trimmed(text):
    return original_encode(text.strip())


def sorted_by(key):
    return lambda parameters: sorted(parameters, key=key)


def locale_key(parameter):
    """As localeCompare orders ASCII keys: letters by alphabet, lower case before upper case."""
    return parameter[0].lower(), parameter[0].swapcase()


def raw_pair(key, value):
    return key + "=" + value


def omit_lone_equals(key, value):
    return original_encode(key) + ("=" + original_encode(value) if value else "")


def reparsed_query(method, parameters, body):
    """Joins the parameters unencoded and lets a query parser take them apart again."""
    if method in canonicalization.BODY_METHODS:
        return body
    query = "&".join(key + "=" + value for key, value in parameters)
    return "&".join(original_encode(k) + "=" + original_encode(v) for k, v in sorted(parse_qsl(query)))


def host_and_path(base_url, path):
    return (base_url + path).split("://", 1)[1]


def path_only(base_url, path):
    rest = host_and_path(base_url, path)
    return rest[rest.index("/") :] if "/" in rest else ""


def without_port(base_url, path):
    match = canonicalization.URL.fullmatch(base_url + path)
    return match["scheme"] + "://" + match["host"] + match["path"]


def without_default_port(base_url, path):
    match = canonicalization.URL.fullmatch(base_url + path)
    default = {"http": "80", "https": "443"}[match["scheme"].lower()]
    return without_port(base_url, path) if match["port"] == default else base_url + path


def lower_case_url(base_url, path):
    match = canonicalization.URL.fullmatch(base_url + path)
    head = (base_url + path)[: match.start("path")]
    return head.lower() + match["path"]


def joined_once(base_url, path):
    return base_url.rstrip("/") + path


def without_trailing_slash(base_url, path):
    return (base_url + path).rstrip("/")


def url_decoded(base_url, path):
    return unquote(base_url + path)


def without_query(base_url, path):
    original_url(base_url.split("?")[0], path.split("?")[0])


def without_fragment(base_url, path):
    original_url(base_url.split("#")[0], path.split("#")[0])


def without_user(base_url, path):
    scheme, _, rest = base_url.partition("://")
    authority, slash, tail = rest.partition("/")
    original_url(scheme + "://" + authority.rpartition("@")[2] + slash + tail, path)


def scheme_optional(base_url, path):
    original_url(base_url if "://" in base_url else "https://" + base_url, path)


def any_scheme(base_url, path):
    scheme, separator, rest = base_url.partition("://")
    original_url("https://" + rest if separator and scheme else base_url, path)


def url_unchecked_characters(base_url, path):
    original_url(base_url, "".join(c if c.isascii() and c > " " and c != '"' else "_" for c in path))


def upper_case_method(method):
    original_method(method.upper())


def any_method(method):
    original_method(method if method in canonicalization.BODY_METHODS else "GET")


def signature_base_of_upper_case(method, *rest):
    return original_signature_base(method.upper(), *rest)


def empty_keys_accepted(parameters):
    keys = [key for key, _ in parameters]
    if len(set(keys)) != len(keys):
        raise Failure("parameter-invalid")


def repeated_keys_accepted(parameters):
    if "" in [key for key, _ in parameters]:
        raise Failure("parameter-invalid")


def keys_compared_by(canonical):
    def check(parameters):
        keys = [canonical(key) for key, _ in parameters]
        if "" in keys or len(set(keys)) != len(keys):
            raise Failure("parameter-invalid")

    return check


def empty_values_refused(parameters):
    canonicalization_check(parameters)
    if any(value == "" for _, value in parameters):
        raise Failure("parameter-invalid")


canonicalization_check = canonicalization.check_parameters


def reserialized(**options):
    def body_string(body):
        try:
            return json.dumps(json.loads(body), **options)
        except ValueError:
            return body

    return body_string


def no_trailing_separator(method, url, string):
    return "&".join(part for part in (method, url, string) if part)


bug("request-values-encoded-once", "DoubleEncoding", "does not encode keys and values before the whole",
    {BASE + "pair": raw_pair}, seen_in="go-loopring-sig (the caller encodes)")
bug("request-whole-not-encoded", "WholeEncoded", "does not encode the parameter string as a whole",
    {BASE + "encode_whole": lambda string: string})
bug("request-url-not-encoded", "URLEncoded", "does not encode the URL", {BASE + "encode_url": lambda url: url})
bug("request-url-only-colon-and-slash", "URLPathPercent", "encodes only ':' and '/' of the URL",
    {BASE + "encode_url": lambda url: url.replace(":", "%3A").replace("/", "%2F")}, seen_in="loopring_sign (Rust)")
bug("request-loopring-sdk", "CommaEncodedTwice", "encodes the whole once by encodeURIComponent and patches the comma",
    {BASE + "pair": raw_pair, BASE + "encode_whole": lambda s: encode_uri_component(s)},
    seen_in="loopring_sdk before its patch for the comma")
bug("request-loopring-sdk-patched", "SpaceInValue", "encodes the whole once by encodeURIComponent and patches %2C to %252C",
    {BASE + "pair": raw_pair, BASE + "encode_whole": encode_once_and_patch}, seen_in="loopring_sdk")
bug("request-encode-uri-component", "EncodeURIComponent", "leaves ! * ' ( ) alone, as encodeURIComponent does",
    {BASE + "percent_encode": encode_leaving("!*'()")}, seen_in="loopring_sdk")
bug("request-encode-uri", "ReservedCharacter", "leaves reserved characters alone, as encodeURI does",
    {BASE + "encode_value": encode_leaving(";,/?:@&=+$#")})
bug("request-slash-left-alone", "SlashInValue", "leaves '/' alone, as Python's quote does by default",
    {BASE + "encode_value": encode_leaving("/")})
bug("request-colon-left-alone", "ColonInValue", "leaves ':' alone", {BASE + "encode_value": encode_leaving(":")})
bug("request-comma-left-alone", "CommaEncodedTwice", "leaves ',' alone in values", {BASE + "encode_value": encode_leaving(",")})
bug("request-asterisk-left-alone", "AsteriskInValue", "leaves '*' alone, as form encoding does",
    {BASE + "percent_encode": encode_leaving("*")})
bug("request-tilde-encoded", "TildeInValue", "encodes '~', as older libraries do", {BASE + "percent_encode": encode_also("~")})
bug("request-quotes-left-alone", "QuoteInValue", "leaves quotation marks alone", {BASE + "encode_value": encode_leaving("\"'")})
bug("request-form-encoding", "SpaceInValue", "encodes a space as '+'", {BASE + "percent_encode": form_encode},
    seen_in="hello_loopring on the wire; go-loopring-sig for the URL; loopring_sign (Rust)")
bug("request-java-url-encoder", "AsteriskInValue", "encodes as Java's URLEncoder does", {BASE + "percent_encode": java_url_encoder})
bug("request-plus-left-alone", "PlusInValue", "leaves '+' alone", {BASE + "encode_value": encode_leaving("+")})
bug("request-alphanumeric-only", "UnreservedPunctuation", "encodes everything that is not alphanumeric, form-encoded first",
    {BASE + "encode_whole": alphanumeric_only}, seen_in="loopring_sign (Rust)")
bug("request-unreserved-encoded", "UnreservedPunctuation", "encodes '-', '.' and '_' too",
    {BASE + "percent_encode": encode_also("-._")})
bug("request-lower-case-hex", "PercentHexCase", "writes lower-case hex digits after '%'", {BASE + "percent_encode": lower_case_hex})
bug("request-keeps-existing-escapes", "AlreadyEncodedText", "leaves text alone that looks percent-encoded",
    {BASE + "encode_value": keep_existing_escapes})
bug("request-percent-left-alone", "PercentInValue", "leaves '%' alone", {BASE + "encode_value": encode_leaving("%")})
bug("request-values-upper-cased", "ValueCase", "makes the encoded value upper-case as a whole",
    {BASE + "encode_value": lambda text: original_encode(text).upper()})
bug("request-control-characters-dropped", "ControlCharacter", "drops control characters",
    {BASE + "encode_value": lambda text: original_encode("".join(c for c in text if c >= " " and c != "\x7f"))})
bug("request-values-trimmed", "SpaceAtEnds", "trims values", {BASE + "encode_value": trimmed})
bug("request-latin-1", "MultiByteUTF8", "encodes Latin-1 bytes", {BASE + "percent_encode": latin_1})
bug("request-escape-function", "MultiByteUTF8", "encodes as JavaScript's escape does", {BASE + "percent_encode": escape_function})
bug("request-cesu-8", "AstralCharacter", "encodes the two surrogates of UTF-16 separately", {BASE + "percent_encode": cesu_8})
bug("request-composes", "CombiningMark", "normalizes to NFC", {BASE + "encode_value": normalizing("NFC")})
bug("request-decomposes", "PrecomposedCharacter", "normalizes to NFD", {BASE + "encode_value": normalizing("NFD")})
bug("request-compatibility-normalizes", "CompatibilityCharacter", "normalizes to NFKC",
    {BASE + "encode_value": normalizing("NFKC")})
bug("request-unsorted", "ParameterOrder", "keeps the caller's order of parameters",
    {BASE + "sort_parameters": list}, seen_in="hello_loopring, go-loopring-sig, LoopringSharp")
bug("request-sorted-by-locale", "SortCase", "sorts keys as localeCompare does",
    {BASE + "sort_parameters": sorted_by(locale_key)}, seen_in="loopring_sdk")
bug("request-sorted-ignoring-case", "SortCase", "sorts keys without regard to case",
    {BASE + "sort_parameters": sorted_by(lambda p: p[0].lower())})
bug("request-sorted-by-utf-16", "SortUTF16", "sorts keys by their UTF-16 code units",
    {BASE + "sort_parameters": sorted_by(lambda p: p[0].encode("utf-16-be"))})
bug("request-sorted-by-pair", "SortPrefix", "sorts the encoded pairs, so that '=' takes part",
    {BASE + "sort_parameters": sorted_by(lambda p: original_encode(p[0]) + "=" + original_encode(p[1]))})
bug("request-sorted-by-encoded-key", "SortEncoded", "sorts by the encoded key",
    {BASE + "sort_parameters": sorted_by(lambda p: original_encode(p[0]))})
bug("request-sorted-by-value", "SortByKey", "sorts by value", {BASE + "sort_parameters": sorted_by(lambda p: p[1])})
bug("request-sorted-numerically", "SortDigits", "sorts the digits in keys as numbers",
    {BASE + "sort_parameters": sorted_by(lambda p: [(0, int(p[0][1:]), "")] if p[0][1:].isdigit() else [(1, 0, p[0])])})
bug("request-empty-values-dropped", "EmptyValue", "drops parameters with an empty value",
    {BASE + "kept": lambda parameters: [p for p in parameters if p[1]]}, seen_in="loopring_sdk")
bug("request-empty-values-without-equals", "EmptyValue", "writes a parameter with an empty value without '='",
    {BASE + "pair": omit_lone_equals})
bug("request-empty-values-refused", "EmptyValue", "refuses an empty value", {BASE + "check_parameters": empty_values_refused})
bug("request-query-reparsed", "AmpersandInValue", "joins the parameters unencoded and parses the query again",
    {BASE + "parameter_string": reparsed_query})
bug("request-equals-left-alone", "EqualsInValue", "leaves '=' alone in values", {BASE + "encode_value": encode_leaving("=")})
bug("request-keys-not-encoded", "KeyEncoded", "does not encode keys", {BASE + "encode_key": lambda key: key})
bug("request-repeated-keys", "RepeatedKey", "accepts a key that occurs twice",
    {BASE + "check_parameters": repeated_keys_accepted})
bug("request-empty-keys", "EmptyKey", "accepts an empty key", {BASE + "check_parameters": empty_keys_accepted})
bug("request-keys-equal-if-equivalent", "CanonicallyEquivalentKeys",
    "compares keys by canonical equivalence, as string types of some languages do",
    {BASE + "check_parameters": keys_compared_by(lambda key: unicodedata.normalize("NFC", key))})
bug("request-keys-equal-ignoring-case", "KeysDifferInCase", "compares keys without regard to case",
    {BASE + "check_parameters": keys_compared_by(str.lower)})
bug("request-url-without-scheme", "URLScheme", "signs host and path without the scheme", {BASE + "url_string": host_and_path},
    seen_in="older versions of hello_loopring")
bug("request-path-only", "URLHost", "signs the path alone", {BASE + "url_string": path_only})
bug("request-port-dropped", "URLPort", "drops the port", {BASE + "url_string": without_port})
bug("request-default-port-dropped", "URLDefaultPort", "drops the default port, as URL parsers do",
    {BASE + "url_string": without_default_port})
bug("request-url-lower-cased", "URLCase", "makes scheme and host lower-case, as URL parsers do",
    {BASE + "url_string": lower_case_url})
bug("request-slashes-merged", "URLDoubledSlash", "joins base URL and path with exactly one slash",
    {BASE + "url_string": joined_once}, seen_in="LoopringSharp (demands the slash at the base URL)")
bug("request-trailing-slash-dropped", "URLTrailingSlash", "drops a trailing slash", {BASE + "url_string": without_trailing_slash})
bug("request-url-decoded", "URLPathPercent", "decodes percent-encoding in the path", {BASE + "url_string": url_decoded})
bug("request-url-query", "URLQuery", "accepts a query in the URL", {BASE + "check_url": without_query})
bug("request-url-fragment", "URLFragment", "accepts a fragment in the URL", {BASE + "check_url": without_fragment})
bug("request-url-user", "URLUserInfo", "accepts user information in the URL", {BASE + "check_url": without_user})
bug("request-url-scheme-optional", "URLSchemeMissing", "accepts a URL without a scheme", {BASE + "check_url": scheme_optional})
bug("request-url-any-scheme", "URLSchemeUnsupported", "accepts any scheme", {BASE + "check_url": any_scheme})
bug("request-url-characters", "URLCharacter", "accepts spaces and other characters in the path",
    {BASE + "check_url": url_unchecked_characters})
bug("request-method-lower-case", "MethodInBase", "writes the method in lower case",
    {BASE + "join": lambda method, url, string: method.lower() + "&" + url + "&" + string})
bug("request-method-missing", "MethodInBase", "leaves the method out",
    {BASE + "join": lambda method, url, string: url + "&" + string})
bug("request-method-case-ignored", "MethodUnsupported", "accepts a method in lower case and signs it in upper case",
    {BASE + "check_method": upper_case_method, BASE + "signature_base": signature_base_of_upper_case})
bug("request-any-method", "MethodUnsupported", "accepts any method", {BASE + "check_method": any_method})
bug("request-fullwidth-ampersand", "Separator", "joins with the fullwidth ampersand that the documentation prints",
    {BASE + "join": lambda method, url, string: "\uff06".join((method, url, string))}, seen_in="the documentation's algorithm")
bug("request-separator-missing", "NoParameters", "leaves out the last separator when there is nothing after it",
    {BASE + "join": no_trailing_separator})
bug("request-body-reserialized", "BodyVerbatim", "parses the JSON body and writes it again",
    {BASE + "body_string": reserialized(ensure_ascii=False)})
bug("request-body-sorted", "BodyMemberOrder", "sorts the members of a JSON body",
    {BASE + "body_string": reserialized(ensure_ascii=False, sort_keys=True, separators=(",", ":"))})
bug("request-body-minified", "BodyVerbatim", "removes the white space of a JSON body",
    {BASE + "body_string": reserialized(ensure_ascii=False, separators=(",", ":"))})
bug("request-body-ascii-escapes", "BodyNonASCII", "escapes the non-ASCII characters of a JSON body",
    {BASE + "body_string": reserialized(ensure_ascii=True, separators=(",", ":"))})
bug("request-body-trimmed", "BodySurroundingSpace", "trims the body", {BASE + "body_string": str.strip})
bug("request-body-not-signed", "BodySigned", "signs an empty text in place of the body", {BASE + "body_string": lambda body: ""})
bug("request-body-encoded-twice", "BodyEncodedOnce", "encodes the body twice", {BASE + "body_string": original_encode})
bug("request-digest-not-reduced", "DigestReduced", "refuses a digest that is p or more",
    {BASE + "message": lambda sha256: refuse_large(int.from_bytes(sha256, "big"))})
bug("request-digest-subtracts-once", "DigestReducedSeveralTimes", "subtracts p from the digest at most once",
    {BASE + "message": lambda sha256: subtract_once(int.from_bytes(sha256, "big"))})
bug("request-digest-modulo-ell", "DigestModulus", "reduces the digest mod ell",
    {BASE + "message": lambda sha256: int.from_bytes(sha256, "big") % ELL})
bug("request-digest-little-endian", "DigestByteOrder", "reads the digest little-endian",
    {BASE + "message": lambda sha256: int.from_bytes(sha256, "little") % field.P})
bug("request-digest-truncated", "DigestTruncated", "takes the first 31 bytes of the digest",
    {BASE + "message": lambda sha256: int.from_bytes(sha256[:31], "big")})
bug("request-digest-masked", "DigestTruncated", "clears the three high bits of the digest",
    {BASE + "message": lambda sha256: int.from_bytes(sha256, "big") % (1 << 253)})
bug("request-digest-sha3", "DigestHash", "hashes with SHA3-256",
    {BASE + "digest": lambda base: hashlib.sha3_256(base.encode()).digest()})
bug("request-digest-twice", "DigestHash", "hashes twice",
    {BASE + "digest": lambda base: hashlib.sha256(hashlib.sha256(base.encode()).digest()).digest()})


def refuse_large(value):
    if value >= field.P:
        raise Failure("message-out-of-range")
    return value


def subtract_once(value):
    value = value - field.P if value >= field.P else value
    if value >= field.P:
        raise Failure("message-out-of-range")
    return value
