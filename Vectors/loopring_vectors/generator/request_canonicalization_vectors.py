# SPDX-License-Identifier: Apache-2.0
"""request_canonicalization.json: from an HTTP request to the message and to the signature."""

import hashlib
import unicodedata

from ..checks import Inconsistency, require
from ..files import KNOWN, source_of
from ..reference.curve import BASE
from ..reference.eddsa import FORMS
from ..reference.field import P
from ..reference.scalar import ELL
from ..reference.scheme import REFERENCE
from . import error_precedence, evidence
from .build import VectorFile, note
from .points import base_multiple, point
from .requests import HOST, PATH, delete, post, signature_stages, stages, verification_stages
from .values import draw, integer, zero_high_bytes

eddsa, canonicalization = REFERENCE.eddsa, REFERENCE.canonicalization

RFC3986 = "https://www.rfc-editor.org/rfc/rfc3986#section-2"
WRONG = "The signature base differs from that of the exchange, which answers 104005 (wrong signature)"
NOW_AND_THEN = WRONG + " for some requests only."
NOTES = {
    "KnownAnswer": note("BASIC", "A request whose stages or signature are published.", WRONG + "."),
    "Ordinary": note("BASIC", "A request with letters and digits only. All known implementations agree on it.",
                     WRONG + " for every request."),
    "MethodInBase": note("WRONG_INPUT", "The signature base begins with the method in upper case.",
                         WRONG + ". Without the method, the signature of a GET would also authorize a DELETE."),
    "MethodUnsupported": note(
        "MISSING_CHECK", "The method is not GET, POST, PUT or DELETE in upper case. Method names are case-sensitive.",
        "SPEC.md does not define what this request signs: the parameters, the body, or nothing."),
    "Separator": note("WRONG_INPUT", "The separators are U+0026. The documentation prints a fullwidth ampersand in one place.",
                      WRONG + "."),
    "NoParameters": note("EDGE_CASE", "There are no parameters. The signature base ends in its second ampersand.", NOW_AND_THEN),
    "DoubleEncoding": note(
        "MISSING_ENCODING",
        "Keys and values are percent-encoded, and the whole parameter string is encoded again. A byte that needs "
        "encoding is %25XX in the signature base.",
        WRONG + " if a value has a byte that needs encoding. go-loopring-sig leaves the first encoding to the caller."),
    "WholeEncoded": note("MISSING_ENCODING", "The parameter string is encoded as a whole: & and = become %26 and %3D.",
                         WRONG + ". Without this encoding, a value could add parameters to the signature base."),
    "URLEncoded": note("MISSING_ENCODING", "The URL is percent-encoded: https%3A%2F%2F...", WRONG + "."),
    "EncodeURIComponent": note(
        "WRONG_CHARACTER_SET", "RFC 3986 reserves ! * ' ( ), so they are encoded. encodeURIComponent does not encode them.",
        NOW_AND_THEN + " loopring_sdk does this.", RFC3986),
    "ReservedCharacter": note(
        "WRONG_CHARACTER_SET", "Every reserved character of RFC 3986 in a value is encoded.", NOW_AND_THEN, RFC3986),
    "OtherPunctuation": note(
        "WRONG_CHARACTER_SET", "Printable characters that RFC 3986 lists neither as reserved nor as unreserved are encoded.",
        NOW_AND_THEN, RFC3986),
    "UnreservedCharacter": note("WRONG_CHARACTER_SET", "Letters and digits are not encoded.", WRONG + ".", RFC3986),
    "UnreservedPunctuation": note(
        "WRONG_CHARACTER_SET", "- . _ are not encoded.", NOW_AND_THEN + " The Rust crate loopring_sign encodes them.", RFC3986),
    "TildeInValue": note(
        "WRONG_CHARACTER_SET", "~ is unreserved and is not encoded.",
        NOW_AND_THEN + " Libraries that follow RFC 2396 or form encoding write %7E.", RFC3986),
    "SlashInValue": note("WRONG_CHARACTER_SET", "/ in a value is %2F.", NOW_AND_THEN + " Python's quote does not encode it by default."),
    "ColonInValue": note("WRONG_CHARACTER_SET", ": in a value is %3A.", NOW_AND_THEN),
    "CommaEncodedTwice": note(
        "MISSING_ENCODING", ", in a value is %2C in the parameter string and %252C in the signature base.",
        NOW_AND_THEN + " loopring_sdk has a patch for this character."),
    "AsteriskInValue": note("WRONG_CHARACTER_SET", "* is encoded as %2A. Form encoding does not encode it.", NOW_AND_THEN),
    "QuoteInValue": note("WRONG_CHARACTER_SET", "' and \" are encoded.", NOW_AND_THEN),
    "SpaceInValue": note(
        "WRONG_ENCODING", "A space is %20 in the parameter string and %2520 in the signature base, never +.",
        NOW_AND_THEN + " The documentation's clientOrderId has a space."),
    "SpaceAtEnds": note("WRONG_NORMALIZATION", "Spaces at the ends of a value are part of the value.", NOW_AND_THEN),
    "PlusInValue": note(
        "WRONG_ENCODING", "+ is encoded as %2B. It is not a space.",
        NOW_AND_THEN + " Many servers read a + as a space."),
    "PercentInValue": note("MISSING_ENCODING", "% is %25, whatever follows it.", NOW_AND_THEN),
    "AlreadyEncodedText": note(
        "DOUBLE_MEANING", "A value that looks percent-encoded is encoded like any other value: %20 becomes %2520.",
        NOW_AND_THEN + " If an encoder guesses, the text %2F and a slash become the same."),
    "PercentHexCase": note("WRONG_ENCODING", "The hex digits after % are upper-case.", WRONG + "."),
    "ValueCase": note("WRONG_NORMALIZATION", "The case of letters in a value is kept. The hex digits after % are upper-case.", NOW_AND_THEN),
    "ControlCharacter": note(
        "WRONG_CHARACTER_SET", "Control characters, including NUL and DEL, are encoded like other bytes.",
        NOW_AND_THEN + " A C string ends at NUL, so only the text before it is signed."),
    "MultiByteUTF8": note(
        "WRONG_ENCODING", "A character beyond ASCII is encoded byte by byte in UTF-8.",
        NOW_AND_THEN + " Older functions write Latin-1 bytes or %uXXXX."),
    "AstralCharacter": note(
        "WRONG_ENCODING", "A character beyond U+FFFF has four UTF-8 bytes, not two encoded surrogates.",
        NOW_AND_THEN + " If UTF-16 code units are encoded one by one, the result has six bytes, or the encoding fails."),
    "CombiningMark": note(
        "WRONG_NORMALIZATION", "A letter and a combining mark are not composed.",
        NOW_AND_THEN + " With a string type that normalizes, the signed text differs from the one that is sent."),
    "PrecomposedCharacter": note("WRONG_NORMALIZATION", "A precomposed letter is not decomposed.", NOW_AND_THEN),
    "CompatibilityCharacter": note(
        "WRONG_NORMALIZATION", "Ligatures, fullwidth letters and other compatibility characters are not replaced.", NOW_AND_THEN),
    "AmpersandInValue": note(
        "INJECTION", "& inside a value is encoded before the pairs are joined.",
        "If the pairs are joined unencoded, one value becomes two parameters."),
    "EqualsInValue": note(
        "INJECTION", "Every = in a value is encoded. The = between key and value is not.",
        "A parser may split the pair at the wrong =."),
    "EmptyValue": note(
        "EDGE_CASE", "A parameter with an empty value is signed as key=.",
        NOW_AND_THEN + " loopring_sdk drops these parameters. LoopringSharp signs them and does not send them."),
    "KeyEncoded": note("MISSING_ENCODING", "Keys are encoded like values.", NOW_AND_THEN),
    "ParameterOrder": note(
        "WRONG_ORDER", "The parameters are given unsorted. They are signed in ascending order of their keys.",
        NOW_AND_THEN + " hello_loopring and go-loopring-sig keep the caller's order."),
    "SortByKey": note("WRONG_ORDER", "Only the key decides the order, not the value.", NOW_AND_THEN),
    "SortCase": note(
        "WRONG_ORDER", "Keys are compared by their bytes: upper-case letters come before lower-case letters.",
        NOW_AND_THEN + " localeCompare and case-insensitive sorting give a different order."),
    "SortPrefix": note(
        "WRONG_ORDER", "A key comes before every key that begins with it, even if the next byte is smaller than '='.",
        NOW_AND_THEN + " Sorting the joined pairs gives a different order."),
    "SortEncoded": note(
        "WRONG_ORDER", "The unencoded keys are compared: '{' comes after 'z', though '%7B' comes before.", NOW_AND_THEN),
    "SortUTF16": note(
        "WRONG_ORDER", "Keys are compared by their UTF-8 bytes, not by UTF-16 code units: characters beyond U+FFFF come after U+E000 to "
        "U+FFFF.", NOW_AND_THEN + " Strings of Java, C# and JavaScript are compared by UTF-16 code units."),
    "SortDigits": note("WRONG_ORDER", "Digits in keys are compared as bytes: k10 comes before k9.", NOW_AND_THEN),
    "RepeatedKey": note(
        "MISSING_CHECK", "A key that occurs twice is refused, even if the values are equal.",
        "The signer may use one of the values and the server the other."),
    "EmptyKey": note("MISSING_CHECK", "An empty key is refused.", "Most query parsers drop it, so the server reads different parameters than were signed."),
    "CanonicallyEquivalentKeys": note(
        "WRONG_NORMALIZATION", "Two keys that look alike but differ in their bytes (composed and decomposed) are different keys.",
        "String types that compare by canonical equivalence refuse them as repeated, or sort them in either order."),
    "KeysDifferInCase": note("EDGE_CASE", "Two keys that differ only in case are different keys.", "A valid request is refused."),
    "URLScheme": note("MISSING_INPUT", "The scheme is part of the signed URL: http and https differ.",
                      WRONG + ". Without the scheme, a signature for http would also be valid for https."),
    "URLHost": note("MISSING_INPUT", "The host is part of the signed URL.",
                    "Without the host, a request to the test network can be replayed on the main network."),
    "URLPort": note("MISSING_INPUT", "A port is signed as it is given.", NOW_AND_THEN),
    "URLDefaultPort": note("WRONG_NORMALIZATION", ":443 and :80 are signed if they are given.",
                           NOW_AND_THEN + " URL parsers drop the default port."),
    "URLCase": note("WRONG_NORMALIZATION", "Scheme and host are signed in the case in which they are given.", NOW_AND_THEN),
    "URLTrailingSlash": note("WRONG_NORMALIZATION", "A trailing slash of the path is signed.", NOW_AND_THEN),
    "URLDoubledSlash": note(
        "WRONG_NORMALIZATION", "A base URL that ends in a slash and a path that begins with one give two slashes.",
        NOW_AND_THEN + " Libraries join URLs by different rules. Here the two texts are concatenated."),
    "URLPathPercent": note("DOUBLE_MEANING", "Escapes and sub-delimiters in the path are encoded. Escapes are not decoded first.", NOW_AND_THEN),
    "URLPathEmpty": note("EDGE_CASE", "The path is empty, or the base URL has a path.", NOW_AND_THEN),
    "URLQuery": note("MISSING_CHECK", "A URL with a query is refused. Parameters are given separately.",
                     "The parameters in the URL would be sent, but some implementations would not sign them."),
    "URLFragment": note("MISSING_CHECK", "A URL with a fragment is refused.", "A client does not send the fragment, so the signature would not verify."),
    "URLUserInfo": note("MISSING_CHECK", "A URL with user information is refused.",
                        "A client does not send user information, so the signature would not verify. A password would be logged."),
    "URLSchemeMissing": note("MISSING_CHECK", "A URL without a scheme is refused.", "If the scheme is guessed, a different URL is signed."),
    "URLSchemeUnsupported": note("MISSING_CHECK", "A scheme other than http and https is refused.", "The exchange does not have this URL."),
    "URLHostMissing": note("MISSING_CHECK", "A URL without a host is refused.", "The request cannot be sent."),
    "URLHostInvalid": note(
        "MISSING_CHECK", "A host in brackets that is not an IPv6 address in the format of RFC 4291 is refused.",
        "The host does not exist, and URL parsers read the text differently.", "https://www.rfc-editor.org/rfc/rfc4291#section-2.2"),
    "URLPortInvalid": note("MISSING_CHECK", "A port that is not a decimal number from 1 to 65535 without leading zeros is refused.",
                           "The request cannot be sent, or its port has two spellings."),
    "URLPathNotAbsolute": note("MISSING_CHECK", "A path that does not begin with a slash is refused.",
                               "After the base URL, the path changes the host: https://api3.loopring.io.evil.example."),
    "URLCharacter": note(
        "MISSING_CHECK", "A URL with a space, a control character, a non-ASCII character or a malformed escape is refused.",
        "Libraries send different bytes for these characters. A line feed injects a header."),
    "BodySigned": note("MISSING_INPUT", "For POST and PUT, the body is signed.", "An attacker can replace a body that is not signed."),
    "BodyEncodedOnce": note("WRONG_ENCODING", "The body is percent-encoded once, like the parameter string.", WRONG + "."),
    "BodyVerbatim": note(
        "WRONG_NORMALIZATION", "The body is signed byte for byte: white space, number forms and escapes are kept.",
        WRONG + " unless both sides serialize JSON in the same way."),
    "BodyMemberOrder": note("WRONG_NORMALIZATION", "Members of a JSON body are signed in the order in which they are sent.", WRONG + "."),
    "BodyNonASCII": note("WRONG_ENCODING", "Non-ASCII characters in a body are signed as UTF-8, not as JSON escapes.", NOW_AND_THEN),
    "BodySurroundingSpace": note("WRONG_NORMALIZATION", "White space at the ends of a body is part of the body.", NOW_AND_THEN),
    "BodyEmpty": note("EDGE_CASE", "The body is empty. The signature base ends in its second ampersand.", NOW_AND_THEN),
    "DigestReduced": note(
        "WRONG_REDUCTION", "The digest is p or more, like four digests in five, and is reduced mod p.",
        "If it is refused, four requests in five cannot be signed. If it is used unreduced, the challenge is wrong or "
        "cannot be computed."),
    "DigestReducedSeveralTimes": note(
        "WRONG_REDUCTION", "p must be subtracted from the digest two to five times.",
        "A single conditional subtraction, which suffices for sums, is wrong for three requests in five."),
    "DigestBelowP": note("EDGE_CASE", "The digest is below p and is not changed.", NOW_AND_THEN),
    "DigestModulus": note("WRONG_MODULUS", "The digest is reduced mod p, not mod ell.", WRONG + " for 41 requests in 42."),
    "DigestByteOrder": note("WRONG_BYTE_ORDER", "The digest is a big-endian integer.", WRONG + "."),
    "DigestTruncated": note("TRUNCATION", "All bits of the digest are used. It is not truncated to be below p.", WRONG + "."),
    "DigestHash": note("WRONG_HASH", "The hash is a single SHA-256.", WRONG + "."),
    "LeadingZeroMessage": note(
        "ENCODING", "The message begins with a zero byte.", "If the zero byte is dropped, about one request in 50 fails."),
    "SignatureForms": note(
        "KEY_LEAK", "The same request in the reduced and the unreduced form.",
        "A client that sends the unreduced form leaks three bits of its key with each request."),
    "TamperedRequest": note(
        "MISSING_VERIFICATION", "The method, URL, a key, a value or the body was changed after signing.",
        "The signature does not cover the changed part: an attacker can cancel a different order, or replay the request "
        "on a different host."),
    "ManyParameters": note(
        "EDGE_CASE", "A request with 9, 64 or 1,000 parameters. They are sorted and searched for repeated keys like a short list.",
        "If an implementation handles long lists differently, a repeated key passes, and the two sides read different "
        "parameters."),
    "SortUnsigned": note(
        "SIGNED_NUMBER", "Keys are compared by unsigned bytes: non-ASCII characters come after ASCII characters.",
        "Bytes of Java are signed. " + NOW_AND_THEN),
    "DigestUnsigned": note(
        "SIGNED_NUMBER", "The digest is an unsigned number. In this test, its highest bit is set.",
        "BigInteger of Java and C# reads bytes as a signed number: every second request is refused."),
    "RequestSignature": note(
        "BASIC", "A request and its signature. The signature is valid under both profiles; with the unreduced S, under the relayer "
        "profile only.",
        "A genuine request is refused."),
    "ReplayedElsewhere": note(
        "MISSING_INPUT", "The request was signed for another host.", "A request to the test network can be replayed on the main network."),
}


def build():
    file = VectorFile(
        "request_canonicalization", "METHOD & pct(base URL + path) & pct(parameter string), SHA-256, mod p",
        ["params are unencoded pairs in the caller's order. body is text.",
         "sha256 is the digest in the order of its bytes. The message is its big-endian value mod p."], NOTES)
    known_answers(file)
    group = file.group("RequestCanonicalize")
    for part in (methods, encodings, characters, unicode_text, keys, sorting, urls, bodies, digests):
        part(group)
    signatures(file.group("RequestSign"))
    verifications(file.group("RequestVerify"))
    hosts(file.group("RequestCanonicalize"))
    error_precedence.append_to(file)
    many_parameters(file)
    evidence.append_request_verify(file)
    unsigned(file.group("RequestCanonicalize"))
    signed_specials(file.group("RequestSign"))
    return file


def canonical(group, request, comment, *flags, check=None):
    return group.valid("request.canonicalize", request, comment, *flags, check=check)


def value_of(text):
    return delete(("accountId", "10005"), ("clientOrderId", text))


def known_answers(file):
    for entry in KNOWN["requestSign"]:
        source = source_of(entry)
        request = {name: entry[name] for name in ("method", "baseURL", "path", "params")}
        out = canonical(file.group("RequestCanonicalize", source), request, "published request", "KnownAnswer")
        require(all(out[name] == entry[name] for name in ("signatureBase", "sha256", "message")))
        group = file.group("RequestSign", source)
        for form, name in (("unreduced", "signature"), ("reduced", "reducedSignature")):
            out = sign(group, request, int(entry["secretKey"], 16), form, "published request, " + form, "KnownAnswer")
            require(out["signature"] == entry[name])


def methods(group):
    for method in ("GET", "DELETE"):
        for i in range(3):
            params = [("accountId", str(10005 + i)), ("clientOrderId", f"Sample{i}")]
            canonical(group, delete(*params, method=method), "letters and digits", "Ordinary",
                      check=lambda out: out["signatureBase"].startswith(method + "&https%3A%2F%2F"))
        canonical(group, delete(("a", "1"), method=method), method, "MethodInBase", "Separator", "WholeEncoded", "URLEncoded")
        canonical(group, delete(method=method), "no parameters", "NoParameters",
                  check=lambda out: out["signatureBase"].endswith("order&"))
    for method in ("POST", "PUT"):
        canonical(group, post('{"a":1}', method=method), method, "MethodInBase", "Separator")
    for method in ("PATCH", "HEAD", "OPTIONS", "delete", "Delete", "get", "", " DELETE", "DELETE "):
        group.rejected("request.canonicalize", delete(("accountId", "1")) | {"method": method}, "method-unsupported",
                       f"method {method!r}", "MethodUnsupported")
    for method in ("post", "Put", "\uff30OST"):
        group.rejected("request.canonicalize", post("{}") | {"method": method}, "method-unsupported", f"method {method!r}",
                       "MethodUnsupported")


def encoded(text, once):
    """Checks the parameter string, and that the signature base contains its percent-encoding."""
    twice = once.replace("%", "%25")
    return lambda out: (out["parameterString"] == "accountId=10005&clientOrderId=" + once
                        and out["signatureBase"].endswith("%26clientOrderId%3D" + twice))


SPECIAL = {" ": ["SpaceInValue"], "+": ["PlusInValue"], "%": ["PercentInValue"], ",": ["CommaEncodedTwice"],
           "*": ["AsteriskInValue", "EncodeURIComponent"], "~": ["TildeInValue"], "'": ["QuoteInValue", "EncodeURIComponent"],
           '"': ["QuoteInValue"], "/": ["SlashInValue"], ":": ["ColonInValue"], "&": ["AmpersandInValue"],
           "=": ["EqualsInValue"], "!": ["EncodeURIComponent"], "(": ["EncodeURIComponent"], ")": ["EncodeURIComponent"],
           "-": ["UnreservedPunctuation"], ".": ["UnreservedPunctuation"], "_": ["UnreservedPunctuation"]}
RESERVED = ":/?#[]@!$&'()*+,;="


def characters(group):
    """Every ASCII character in a value, between two letters."""
    for code in range(128):
        c = chr(code)
        flags = SPECIAL.get(c, [])
        if c in RESERVED:
            flags = flags + ["ReservedCharacter"]
        elif code < 32 or code == 127:
            flags = ["ControlCharacter"]
        elif c.isalnum():
            flags = ["UnreservedCharacter"]
        elif not flags:
            flags = ["OtherPunctuation"]
        once = c if c.isalnum() or c in "-._~" else "%%%02X" % code
        name = c if 32 < code < 127 else "space" if c == " " else f"U+{code:04X}"
        canonical(group, value_of(f"m{c}n"), f"{name} in a value", *flags, check=encoded(c, f"m{once}n"))


def encodings(group):
    cases = [
        ("a b", "a%20b", "DoubleEncoding", "a space needs both encodings"),
        ("a/b:c", "a%2Fb%3Ac", "DoubleEncoding", "two reserved characters"),
        ("50%", "50%25", "DoubleEncoding", "a percent sign"),
        ("202003180000 00001010", "202003180000%2000001010", "SpaceInValue", "the documentation's clientOrderId"),
        ("two  spaces", "two%20%20spaces", "SpaceInValue", "two spaces"),
        (" both ends ", "%20both%20ends%20", "SpaceAtEnds", "spaces at both ends"),
        (" ", "%20", "SpaceAtEnds", "a space alone"),
        ("\ttab", "%09tab", "SpaceAtEnds", "a tab at the beginning"),
        ("line\n", "line%0A", "SpaceAtEnds", "a line feed at the end"),
        ("1+1", "1%2B1", "PlusInValue", "a sum"),
        ("+ +", "%2B%20%2B", "PlusInValue", "plus and space"),
        ("%20", "%2520", "AlreadyEncodedText", "an encoded space"),
        ("%2F", "%252F", "AlreadyEncodedText", "an encoded slash"),
        ("a%2Cb%2cc", "a%252Cb%252cc", "AlreadyEncodedText", "escapes in both cases"),
        ("%41", "%2541", "AlreadyEncodedText", "an encoded letter"),
        ("%C3%A9", "%25C3%25A9", "AlreadyEncodedText", "encoded UTF-8"),
        ("%252F", "%25252F", "AlreadyEncodedText", "doubly encoded text"),
        ("100%", "100%25", "PercentInValue", "a percent sign at the end"),
        ("%", "%25", "PercentInValue", "a percent sign alone"),
        ("%zz", "%25zz", "PercentInValue", "no escape at all"),
        ("a,b,c", "a%2Cb%2Cc", "CommaEncodedTwice", "a list"),
        (",", "%2C", "CommaEncodedTwice", "a comma alone"),
        ("*.*", "%2A.%2A", "AsteriskInValue", "asterisks and a dot"),
        ("~home", "~home", "TildeInValue", "a tilde"),
        ("it's \"quoted\"", "it%27s%20%22quoted%22", "QuoteInValue", "quotation marks"),
        ("(wow!)*'", "%28wow%21%29%2A%27", "EncodeURIComponent", "all characters that encodeURIComponent does not encode"),
        ("a-b.c_d", "a-b.c_d", "UnreservedPunctuation", "hyphen, dot and underscore"),
        ("/", "%2F", "SlashInValue", "a slash alone"),
        ("../order", "..%2Forder", "SlashInValue", "dot segments in a value"),
        ("12:30:00", "12%3A30%3A00", "ColonInValue", "a time"),
        ("a&b", "a%26b", "AmpersandInValue", "an ampersand"),
        ("x&accountId=1", "x%26accountId%3D1", "AmpersandInValue", "a value that imitates a parameter"),
        ("&", "%26", "AmpersandInValue", "an ampersand alone"),
        ("&&", "%26%26", "AmpersandInValue", "ampersands alone"),
        ("=", "%3D", "EqualsInValue", "an equals sign alone"),
        ("a=b=c", "a%3Db%3Dc", "EqualsInValue", "several equals signs"),
        ("YWJj==", "YWJj%3D%3D", "EqualsInValue", "base64 padding"),
        ("j\u00f8k/l", "j%C3%B8k%2Fl", "PercentHexCase", "escapes with letters"),
        ("<{|}>", "%3C%7B%7C%7D%3E", "PercentHexCase", "escapes with the letters B, C, D and E"),
        ("aBc/dEf", "aBc%2FdEf", "ValueCase", "letters in both cases, and an escape"),
        ("Sample", "Sample", "ValueCase", "letters in both cases"),
        ("", "", "EmptyValue", "an empty value"),
    ]
    for text, once, flag, comment in cases:
        canonical(group, value_of(text), comment, flag, check=encoded(text, once))
    canonical(group, delete(("a", ""), ("b", ""), ("c", "1")), "two empty values", "EmptyValue",
              check=lambda out: out["parameterString"] == "a=&b=&c=1")
    canonical(group, delete(("accountId", "")), "the only value is empty", "EmptyValue",
              check=lambda out: out["parameterString"] == "accountId=")


def unicode_text(group):
    cases = [
        ("\u00e9t\u00e9", "MultiByteUTF8", "Latin-1 letters"), ("\u03a9\u043a\u05d0", "MultiByteUTF8", "Greek, Cyrillic, Hebrew"),
        ("\u8a02\u55ae", "MultiByteUTF8", "Chinese"), ("\u20ac5", "MultiByteUTF8", "the euro sign"),
        ("\u0080\u00ff", "MultiByteUTF8", "U+0080 and U+00FF"), ("\u07ff\u0800\uffff", "MultiByteUTF8", "ends of the UTF-8 lengths"),
        ("\ufeffbom", "MultiByteUTF8", "a byte order mark"), ("\u2028", "MultiByteUTF8", "a line separator"),
        ("\U0001f600", "AstralCharacter", "an emoji"), ("\U00010000\U0010ffff", "AstralCharacter", "first and last"),
        ("\U0001f468\u200d\U0001f469", "AstralCharacter", "joined emoji"), ("\U00020bb7", "AstralCharacter", "a rare ideograph"),
        ("e\u0301", "CombiningMark", "e and an acute accent"), ("A\u030angstro\u0308m", "CombiningMark", "ring and diaeresis"),
        ("\u1112\u1161\u11ab", "CombiningMark", "conjoining Hangul"), ("\u0928\u093c", "CombiningMark", "Devanagari nukta"),
        ("\u00e9", "PrecomposedCharacter", "e with acute"), ("\u00c5ngstr\u00f6m", "PrecomposedCharacter", "ring and diaeresis"),
        ("\ud55c", "PrecomposedCharacter", "a Hangul syllable"), ("\u1e9b\u0323", "PrecomposedCharacter", "dot above and below"),
        ("\ufb01ne", "CompatibilityCharacter", "a ligature"), ("\uff21\uff22", "CompatibilityCharacter", "fullwidth letters"),
        ("x\u00b2", "CompatibilityCharacter", "a superscript"), ("\u2126", "CompatibilityCharacter", "the ohm sign"),
    ]
    forms = {"CombiningMark": "NFC", "PrecomposedCharacter": "NFD", "CompatibilityCharacter": "NFKC"}
    for text, flag, comment in cases:
        require(flag not in forms or unicodedata.normalize(forms[flag], text) != text)
        once = "".join(chr(b) if chr(b).isascii() and chr(b).isalnum() else "%%%02X" % b for b in text.encode())
        canonical(group, value_of(text), comment, flag, check=encoded(text, once))


def keys(group):
    for key, once, comment in (("client order", "client%20order", "a space in a key"), ("a&b", "a%26b", "an ampersand in a key"),
                               ("a=b", "a%3Db", "an equals sign in a key"), ("\u00e9", "%C3%A9", "a letter beyond ASCII as key"),
                               ("a[0]", "a%5B0%5D", "brackets in a key"), ("a+b", "a%2Bb", "a plus in a key"),
                               ("a%20b", "a%2520b", "an escape in a key"), ("*", "%2A", "an asterisk as key"),
                               ("a/b", "a%2Fb", "a slash in a key"), ("\U0001f511", "%F0%9F%94%91", "an emoji as key")):
        canonical(group, delete((key, "1")), comment, "KeyEncoded", check=lambda out: out["parameterString"] == once + "=1")
    refused = [
        ([("a", "1"), ("a", "2")], "RepeatedKey", "twice, with two values"),
        ([("a", "1"), ("a", "1")], "RepeatedKey", "twice, with one value"),
        ([("a", "1"), ("b", "2"), ("a", "3")], "RepeatedKey", "twice, not side by side"),
        ([("a", ""), ("a", "")], "RepeatedKey", "twice, without a value"),
        ([("\u00e9", "1"), ("\u00e9", "2")], "RepeatedKey", "a key beyond ASCII, twice"),
        ([("", "1")], "EmptyKey", "an empty key"), ([("", "")], "EmptyKey", "an empty key and value"),
        ([("a", "1"), ("", "2")], "EmptyKey", "an empty key and another key"),
    ]
    for params, flag, comment in refused:
        group.rejected("request.canonicalize", delete(*params), "parameter-invalid", comment, flag)
    for first, second, comment in (("\u00e9", "e\u0301", "e with acute, in both forms"),
                                   ("\u212b", "\u00c5", "the angstrom sign and A with ring"),
                                   ("\ud55c", "\u1112\u1161\u11ab", "a Hangul syllable, in both forms")):
        require(unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second))
        for pair in ((first, second), (second, first)):
            canonical(group, delete(*((key, str(i)) for i, key in enumerate(pair))), comment, "CanonicallyEquivalentKeys",
                      "KeyEncoded", *(["ParameterOrder"] if pair != tuple(sorted(pair, key=str.encode)) else []))
    canonical(group, delete(("A", "1"), ("a", "2")), "A and a", "KeysDifferInCase")
    canonical(group, delete(("ACCOUNTID", "1"), ("accountId", "2"), ("accountid", "3")), "accountId in three cases", "KeysDifferInCase")


def sorting(group):
    orders = {
        "ParameterOrder": [["b", "a"], ["orderHash", "accountId"], ["clientOrderId", "orderHash", "accountId"], ["c", "b", "a"],
                           ["b", "c", "a"], ["2", "1"]],
        "SortCase": [["a", "B"], ["b", "A", "C", "c"], ["orderHash", "OrderHash"], ["aB", "ab", "AB"], ["z", "Z"]],
        "SortPrefix": [["a-", "a"], ["a.b", "a"], ["a1", "a"], ["order", "order-id", "order.id", "orderId"], ["id-2", "id"], ["a0", "a"]],
        "SortEncoded": [["{", "z"], ["a{", "az"], ["\u00e9", "z"], ["[", "A", "z"], ["a`", "a_", "aa"], ["}", "b"]],
        "SortUTF16": [["\U0001f600", "\uff5e"], ["\U00010000", "\ue000"], ["a\U0001f600", "a\ufb01"], ["\U0010ffff", "\uffff"]],
        "SortDigits": [["k9", "k10"], ["k2", "k10", "k1"], ["p100", "p99"]],
    }
    others = {"SortCase": str.lower, "SortPrefix": lambda key: canonicalization.percent_encode(key) + "=",
              "SortEncoded": canonicalization.percent_encode, "SortUTF16": lambda key: key.encode("utf-16-be"),
              "SortDigits": lambda key: int(key[1:])}
    for flag, lists in orders.items():
        for names in lists:
            ascending = sorted(names, key=lambda key: key.encode())
            given = list(names) if names != ascending else names[::-1]
            require(given != ascending)
            if flag in others:
                require(sorted(given, key=others[flag]) != ascending, names)
            needs_encoding = any(canonicalization.percent_encode(key) != key for key in given)
            canonical(group, delete(*((key, str(i)) for i, key in enumerate(given))),
                      "sorted: " + " ".join(ascending).encode("unicode_escape").decode(), flag,
                      *(["KeyEncoded"] if needs_encoding else []),
                      check=lambda out: [pair.split("=")[0] for pair in out["parameterString"].split("&")]
                      == [canonicalization.percent_encode(key) for key in ascending])
    canonical(group, delete(("a", "2"), ("b", "1")), "values in descending order", "SortByKey",
              check=lambda out: out["parameterString"] == "a=2&b=1")
    canonical(group, delete(("b", "1"), ("a", "2")), "the value of the later key is the smaller", "SortByKey",
              check=lambda out: out["parameterString"] == "a=2&b=1")
    canonical(group, delete(("c", "1"), ("b", "2"), ("a", "3")), "three values in ascending order", "SortByKey")


def urls(group):
    one = ("accountId", "1")
    accepted = [
        ("http://api3.loopring.io", PATH, "URLScheme", "http"), (HOST, PATH, "URLScheme", "https"),
        ("https://uat2.loopring.io", PATH, "URLHost", "the test network"), ("https://api.example", PATH, "URLHost", "another host"),
        ("https://192.0.2.1", PATH, "URLHost", "an IPv4 address"), ("https://[2001:db8::1]", PATH, "URLHost", "an IPv6 address"),
        ("http://127.0.0.1:8080", PATH, "URLPort", "a port"), ("https://api3.loopring.io:8443", PATH, "URLPort", "another port"),
        ("http://[::1]:8080", PATH, "URLPort", "IPv6 and a port"), ("http://localhost:1", PATH, "URLPort", "port 1"),
        ("http://localhost:65535", PATH, "URLPort", "port 65535"),
        ("https://api3.loopring.io:443", PATH, "URLDefaultPort", "port 443"), ("http://localhost:80", PATH, "URLDefaultPort", "port 80"),
        ("https://API3.Loopring.IO", PATH, "URLCase", "host in mixed case"), ("HTTPS://api3.loopring.io", PATH, "URLCase", "scheme in upper case"),
        (HOST, "/API/V3/Order", "URLCase", "path in mixed case"),
        (HOST, PATH + "/", "URLTrailingSlash", "a trailing slash"), (HOST, "/", "URLTrailingSlash", "a slash alone"),
        (HOST + "/", PATH, "URLDoubledSlash", "base URL with a slash"), (HOST + "//", PATH, "URLDoubledSlash", "base URL with two"),
        (HOST, "//api//v3//order", "URLDoubledSlash", "doubled slashes in the path"),
        (HOST, "/api/v3/order%20hash", "URLPathPercent", "an escape in the path"),
        (HOST, "/api/v3/%C3%A9", "URLPathPercent", "escaped UTF-8 in the path"), (HOST, "/a%2fb", "URLPathPercent", "a lower-case escape"),
        (HOST, "/api/v3/order;v=1,2", "URLPathPercent", "sub-delimiters in the path"),
        (HOST, "/a-b._~$&+,;=:@", "URLPathPercent", "every character that a path may have"),
        (HOST, "/a/../b/./c", "URLPathPercent", "dot segments are not resolved"),
        (HOST, "", "URLPathEmpty", "an empty path"), (HOST + "/api/v3/order", "", "URLPathEmpty", "all of the path in the base URL"),
        (HOST + "/api", "/v3/order", "URLPathEmpty", "a base URL with a path"),
    ]
    for base_url, path, flag, comment in accepted:
        url = "".join(c if c.isalnum() or c in "-._~" else "%%%02X" % ord(c) for c in base_url + path)
        canonical(group, delete(one, base_url=base_url, path=path), comment, flag,
                  check=lambda out: out["signatureBase"] == f"DELETE&{url}&accountId%3D1")
    refused = [
        (HOST, PATH + "?accountId=1", "URLQuery", "a query"), (HOST, PATH + "?", "URLQuery", "an empty query"),
        (HOST + "?a=b", PATH, "URLQuery", "a query in the base URL"),
        (HOST, PATH + "#top", "URLFragment", "a fragment"), (HOST, PATH + "#", "URLFragment", "an empty fragment"),
        (HOST + "#x", PATH, "URLFragment", "a fragment in the base URL"),
        ("https://user@api3.loopring.io", PATH, "URLUserInfo", "a user"),
        ("https://user:secret@api3.loopring.io", PATH, "URLUserInfo", "a user and a password"),
        ("https://api3.loopring.io@evil.example", PATH, "URLUserInfo", "a user that looks like the host"),
        ("api3.loopring.io", PATH, "URLSchemeMissing", "no scheme"), ("//api3.loopring.io", PATH, "URLSchemeMissing", "no scheme, two slashes"),
        ("", PATH, "URLSchemeMissing", "no base URL"), ("://api3.loopring.io", PATH, "URLSchemeMissing", "an empty scheme"),
        ("https:api3.loopring.io", PATH, "URLSchemeMissing", "no slashes"),
        ("ftp://api3.loopring.io", PATH, "URLSchemeUnsupported", "ftp"), ("wss://api3.loopring.io", PATH, "URLSchemeUnsupported", "wss"),
        ("httpss://api3.loopring.io", PATH, "URLSchemeUnsupported", "httpss"),
        ("https://", PATH, "URLHostMissing", "no host"), ("https://:443", PATH, "URLHostMissing", "a port and no host"),
        ("https:///api3.loopring.io", PATH, "URLHostMissing", "three slashes"),
        ("https://localhost:0", PATH, "URLPortInvalid", "port 0"), ("https://localhost:65536", PATH, "URLPortInvalid", "port 65536"),
        ("https://localhost:", PATH, "URLPortInvalid", "a colon and no port"), ("https://localhost:80a", PATH, "URLPortInvalid", "not a number"),
        ("https://localhost:-1", PATH, "URLPortInvalid", "a negative port"),
        (HOST, "api/v3/order", "URLPathNotAbsolute", "no slash at the beginning"),
        (HOST, ".evil.example/order", "URLPathNotAbsolute", "a path that extends the host"),
        (HOST + "/", "order", "URLPathNotAbsolute", "no slash at the beginning, one at the end of the base URL"),
        (HOST, "/api/v3/my order", "URLCharacter", "a space in the path"), (HOST, "/\u00e9", "URLCharacter", "a letter beyond ASCII"),
        (HOST, "/a\nb", "URLCharacter", "a line feed"), (HOST, "/a\"b", "URLCharacter", "a quotation mark"),
        (HOST, "/a\x00", "URLCharacter", "NUL"), (HOST, "/a%2", "URLCharacter", "half an escape"),
        (HOST, "/a%zz", "URLCharacter", "a malformed escape"), ("https://api3.loopring\u3002io", PATH, "URLCharacter", "an ideographic full stop"),
        (HOST, "/a\\b", "URLCharacter", "a backslash"), (" " + HOST, PATH, "URLCharacter", "a space before the URL"),
    ]
    for base_url, path, flag, comment in refused:
        group.rejected("request.canonicalize", delete(one, base_url=base_url, path=path), "url-invalid", comment, flag)


IPV6 = ("::", "::1", "1::", "2001:db8::2:1", "2001:DB8::A", "2001:0db8:0:0:0:0:2:1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8", "::ffff:192.0.2.1", "64:ff9b::192.0.2.33", "1:2:3:4:5:6:255.0.0.255")
NOT_IPV6 = {
    "": "nothing in the brackets", ":": "a colon alone", ":::": "three colons", "1:2": "two groups", "1:2:3:4:5:6:7": "seven groups",
    "1:2:3:4:5:6:7:8:9": "nine groups", "1::2::3": "two double colons", "1:2:3:4:5:6:7:8::": "a double colon that replaces no group",
    "12345::": "a group of five digits", "1:": "a colon at the end", ":1": "a colon at the beginning", "::1:": "a colon after the last group",
    "::ffff:1.2.3.256": "a number above 255", "::ffff:1.2.3": "three numbers", "::ffff:1.2.3.4.5": "five numbers",
    "::ffff:1.02.3.4": "a leading zero in a number", "1.2.3.4::": "numbers that are not at the end", "1:2:3:4:5:6:7:1.2.3.4": "nine groups in all",
    "192.0.2.1": "an IPv4 address", "::g": "a letter beyond f", "fe80::1%25eth0": "a zone", "v1.x": "an IPvFuture address",
}
NOT_IPV6_EITHER = {"::1.2.3.+4": "a sign in a number", "::+1": "a sign in a group", "::1.2.3.4 ": "a space at the end",
                   "::1_0": "an underscore in a group", "::1.2.3.": "an empty number", "::0x1": "a prefix in a group"}


def hosts(group):
    """IPv6 addresses, ports and paths that the other groups do not have."""
    one = ("accountId", "1")
    for address in IPV6:
        base_url = f"https://[{address}]"
        url = "https%3A%2F%2F%5B" + address.replace(":", "%3A") + "%5D%2Fapi%2Fv3%2Forder"
        canonical(group, delete(one, base_url=base_url), f"the host [{address}]", "URLHost",
                  check=lambda out: out["signatureBase"] == f"DELETE&{url}&accountId%3D1")
    for address, what in NOT_IPV6.items():
        group.rejected("request.canonicalize", delete(one, base_url=f"https://[{address}]"), "url-invalid",
                       f"not an IPv6 address: {what}", "URLHostInvalid")
    for host, what in (("[::1", "no closing bracket"), ("::1", "no brackets"), ("[::1]a", "a letter after the bracket"),
                       ("a[::1]", "a letter before the bracket"), ("[[::1]]", "two brackets")):
        group.rejected("request.canonicalize", delete(one, base_url=f"https://{host}"), "url-invalid", what, "URLHostInvalid")
    for port, what in (("080", "a leading zero"), ("00000000000000000000080", "many leading zeros"), ("00", "two zeros"),
                       ("100000", "six digits"), ("99999999999999999999", "a number beyond 64 bits"), ("+80", "a sign"),
                       (" 80", "a space"), ("\uff18\uff10", "fullwidth digits"), ("80:80", "two ports"), ("0x50", "hexadecimal digits")):
        group.rejected("request.canonicalize", delete(one, base_url=f"https://localhost:{port}"), "url-invalid", f"port: {what}",
                       "URLPortInvalid")
    canonical(group, delete(one, path="/!'()*"), "a path with characters that encodeURIComponent does not encode", "EncodeURIComponent",
              check=lambda out: "%2F%21%27%28%29%2A&" in out["signatureBase"])
    for keys, what in ((("k", "b", "a"), "three letters"), (("order.id", "order-id", "order"), "unreserved characters before '='")):
        canonical(group, delete(*((key, str(i)) for i, key in enumerate(keys))), "given in descending order: " + what,
                  "ParameterOrder" if what == "three letters" else "SortPrefix")


def bodies(group):
    cases = [
        ('{"accountId":10005}', "BodySigned", "a JSON object"), ("[1,2,3]", "BodySigned", "a JSON array"),
        ("plain text", "BodySigned", "not JSON"), ("accountId=10005&x=1", "BodySigned", "form text is signed as it is"),
        ("a b&c=d/e", "BodyEncodedOnce", "reserved characters"), ("100%", "BodyEncodedOnce", "a percent sign"),
        ("%20", "BodyEncodedOnce", "an escape"), ("+", "BodyEncodedOnce", "a plus"),
        ('{ "a" : 1 }', "BodyVerbatim", "white space"), ('{"a":1,\n "b":2}', "BodyVerbatim", "a line feed"),
        ('{"a":1.0}', "BodyVerbatim", "1.0 and not 1"), ('{"a":1e2}', "BodyVerbatim", "an exponent"),
        ('{"a":"\\u0041\\/"}', "BodyVerbatim", "needless escapes"), ('{"a":1,"a":2}', "BodyVerbatim", "a repeated member"),
        ('{"b":1,"a":2}', "BodyMemberOrder", "members out of order"), ('{"z":{"y":1,"x":2},"a":0}', "BodyMemberOrder", "nested members"),
        ('{"B":1,"a":2,"A":3}', "BodyMemberOrder", "members in both cases"),
        ('{"memo":"\u00e9t\u00e9"}', "BodyNonASCII", "letters beyond ASCII"), ('{"memo":"\u8a02\u55ae"}', "BodyNonASCII", "Chinese"),
        ('{"memo":"\U0001f600"}', "BodyNonASCII", "an emoji"), ('{"memo":"e\u0301"}', "BodyNonASCII", "a combining mark"),
        ('{"memo":"\\u00e9"}', "BodyVerbatim", "an escape for a non-ASCII letter is not decoded"),
        (' {"a":1}', "BodySurroundingSpace", "a space before"), ('{"a":1}\n', "BodySurroundingSpace", "a line feed after"),
        ("\r\n", "BodySurroundingSpace", "only a line end"), ("", "BodyEmpty", "no body"),
    ]
    for body, flag, comment in cases:
        once = "".join(chr(b) if chr(b).isascii() and (chr(b).isalnum() or chr(b) in "-._~") else "%%%02X" % b for b in body.encode())
        for method in ("POST", "PUT"):
            canonical(group, post(body, method=method), f"{method}: {comment}", flag,
                      check=lambda out: out["parameterString"] == body and out["signatureBase"].endswith("order&" + once))
    order = '{"exchange":"0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1927","accountId":10029,"storageId":0,"memo":"n\u00e9 & ok"}'
    canonical(group, post(order), "an order", "BodySigned", "BodyNonASCII", "BodyEncodedOnce")


def find(label, accepts):
    """A request whose digest, as an integer, has the property."""
    for attempt in range(10**6):
        request = delete(("accountId", "10005"), ("clientOrderId", f"{label}{attempt}"))
        if accepts(int(stages(request)["sha256"], 16)):
            return request
    raise Inconsistency(label)


def digests(group):
    for quotient in range(6):
        for i in range(2):
            request = find(f"quotient{quotient}x{i}x", lambda d: d // P == quotient)
            flags = {0: ["DigestBelowP"], 1: ["DigestReduced"]}.get(quotient, ["DigestReduced", "DigestReducedSeveralTimes"])
            canonical(group, request, f"p goes {quotient} times into the digest", *flags,
                      check=lambda out: int(out["sha256"], 16) == int(out["message"], 16) + quotient * P)
    for i in range(3):
        request = find(f"modulus{i}x", lambda d: d % P != d % ELL)
        canonical(group, request, "mod ell gives a different value", "DigestModulus")
        request = find(f"order{i}x", lambda d: d < P and int.from_bytes(d.to_bytes(32, "big"), "little") % P != d)
        canonical(group, request, "little-endian gives a different value", "DigestByteOrder")
        request = find(f"cut{i}x", lambda d: d % (1 << 253) != d % P)
        canonical(group, request, "253 bits give a different value", "DigestTruncated")
        request = delete(("accountId", "10005"), ("clientOrderId", f"hash{i}"))
        canonical(group, request, "SHA-256", "DigestHash",
                  check=lambda out: out["sha256"] == "0x" + hashlib.sha256(out["signatureBase"].encode()).hexdigest())
        request = find(f"short{i}x", lambda d: zero_high_bytes(d % P))
        canonical(group, request, "the message begins with a zero byte", "LeadingZeroMessage")
    request = find("shortdigest", zero_high_bytes)
    canonical(group, request, "the digest begins with a zero byte", "LeadingZeroMessage", "DigestBelowP")


def many_parameters(file):
    """Lists that are longer than those of the exchange's calls. Sorting and the search for repeated keys must
    not depend on the length."""
    group = file.group("RequestCanonicalize")
    lists = {count: shuffled(count) for count in (9, 64, 1000)}
    for count, params in lists.items():
        ascending = [key for key, _ in sorted(params)]
        canonical(group, delete(*params), f"{count} parameters", "ManyParameters",
                  check=lambda out: [pair.split("=")[0] for pair in out["parameterString"].split("&")] == ascending)
        repeated = {"the first and the last are equal": [*params, (params[0][0], "x")],
                    "two neighbors are equal": [*params[:4], (params[3][0], "x"), *params[4:]],
                    "equal pairs": [params[-1], *params]}
        for what, twice in repeated.items():
            if count < 1000 or "first" in what:
                group.rejected("request.canonicalize", delete(*twice), "parameter-invalid", f"{len(twice)} parameters, {what}",
                               "ManyParameters", "RepeatedKey")
    group.rejected("request.canonicalize", delete(*lists[9], ("", "x")), "parameter-invalid", "ten parameters, one key is empty",
                   "ManyParameters", "EmptyKey")
    signing = file.group("RequestSign")
    sign(signing, delete(*lists[9]), 1 + draw("many", ELL - 1), "reduced", "9 parameters", "ManyParameters")
    for count in (9, 64):
        params = lists[count]
        request = delete(*params, (params[count // 2][0], "x"))
        signing.rejected("request.sign", {**request, "secretKey": integer(0x1234), "form": "reduced"}, "parameter-invalid",
                         f"{count + 1} parameters, a repeated key", "ManyParameters", "RepeatedKey")
        file.group("RequestVerify").rejected(
            "request.verify", {**request, "publicKey": point(BASE), "signature": eddsa.format_signature(BASE, 1)},
            "parameter-invalid", f"{count + 1} parameters, a repeated key", "ManyParameters", "RepeatedKey")
    group = file.group("RequestCanonicalize")
    for address, what in NOT_IPV6_EITHER.items():
        group.rejected("request.canonicalize", delete(("accountId", "1"), base_url=f"https://[{address}]"), "url-invalid",
                       f"not an IPv6 address: {what}", "URLHostInvalid")


SIGNED_VALUES = {
    "a b": "SpaceInValue", "a+b": "PlusInValue", "a,b": "CommaEncodedTwice", "a*b": "AsteriskInValue", "a~b": "TildeInValue",
    "a/b": "SlashInValue", "12:30:00": "ColonInValue", "it's \"q\"": "QuoteInValue", "a-b.c_d": "UnreservedPunctuation",
    "a%2Fb": "AlreadyEncodedText", "50%": "PercentInValue", "a&b": "AmpersandInValue", "a=b": "EqualsInValue", "(!)": "EncodeURIComponent",
    "[;?@$#]": "ReservedCharacter", "<{|}>": "PercentHexCase", "aB/Cd": "ValueCase", "m\x00n\x7f": "ControlCharacter",
    " both ends ": "SpaceAtEnds", "n\u00e9e": "PrecomposedCharacter", "e\u0301": "CombiningMark", "\u8a02\u55ae": "MultiByteUTF8",
    "\U0001f600": "AstralCharacter", "x\u00b2": "CompatibilityCharacter", "": "EmptyValue",
}
SIGNED_KEYS = {
    "SortCase": ["a", "B"], "SortPrefix": ["order-id", "order"], "SortEncoded": ["{", "z"], "SortUTF16": ["\U0001f600", "\uff5e"],
    "SortDigits": ["k9", "k10"], "SortUnsigned": ["\u00e9", "z"], "KeyEncoded": ["client order", "a&b"],
    "CanonicallyEquivalentKeys": ["\u00e9", "e\u0301"], "KeysDifferInCase": ["a", "A"],
}
SIGNED_URLS = {
    "URLPathPercent": (HOST, "/api/v3/order%20hash"), "URLDefaultPort": (HOST + ":443", PATH), "URLPort": (HOST + ":8443", PATH),
    "URLCase": ("https://API3.Loopring.IO", PATH), "URLDoubledSlash": (HOST + "/", PATH), "URLTrailingSlash": (HOST, PATH + "/"),
}
SIGNED_BODIES = {
    "BodySigned": "plain text", "BodyVerbatim": '{ "a" : 1.0 }', "BodyMemberOrder": '{"b":1,"a":2}', "BodySurroundingSpace": ' {"a":1}\n',
    "BodyNonASCII": '{"memo":"\u00e9"}', "BodyEncodedOnce": "a b&c=d/e%20",
}


def signed_specials(group):
    """Signed requests for each rule of encoding, sorting and joining, for clients that print only a
    signature."""
    requests = [(value_of(text), flag, "a clientOrderId: " + text.encode("unicode_escape").decode()) for text, flag in SIGNED_VALUES.items()]
    requests += [(delete(*((key, str(i)) for i, key in enumerate(keys))), flag, "keys: " + " ".join(keys).encode("unicode_escape").decode())
                 for flag, keys in SIGNED_KEYS.items()]
    requests += [(delete(("accountId", "1"), base_url=base_url, path=path), flag, base_url + path)
                 for flag, (base_url, path) in SIGNED_URLS.items()]
    requests += [(post(body, method=method), flag, f"{method}: " + body.encode("unicode_escape").decode())
                 for flag, body in SIGNED_BODIES.items() for method in ("POST", "PUT")]
    requests.append((delete(*shuffled(64)), "ManyParameters", "64 parameters"))
    for i, (request, flag, comment) in enumerate(requests):
        sign(group, request, 1 + draw(f"special {i}", ELL - 1), "reduced", comment, flag)


def unsigned(group):
    """Keys and digests that are wrong if bytes or numbers are read as signed, and hosts that general URL
    classes refuse."""
    for names in (["\u00e4", "a"], ["\u00e9", "Z", "a"], ["key\u20ac", "keyz", "key"]):
        ascending = sorted(names, key=lambda key: key.encode())
        canonical(group, delete(*((key, str(i)) for i, key in enumerate(names))), "sorted as unsigned bytes", "SortUnsigned", "KeyEncoded",
                  check=lambda out: [pair.split("=")[0] for pair in out["parameterString"].split("&")]
                  == [canonicalization.percent_encode(key) for key in ascending])
    for i in range(3):
        canonical(group, find(f"unsigned{i}x", lambda d: d >> 255), "the highest bit of the digest is set", "DigestUnsigned", "DigestReduced")
    for host in ("api_3.example", "~api.example", "-api.example", "api..example", "1.2.3.4.5"):
        canonical(group, delete(("accountId", "1"), base_url="https://" + host), f"the host {host}", "URLHost")


def shuffled(count):
    """This many different parameters, out of order. Some keys are the beginning of others."""
    keys = sorted({f"k{draw(f'key {count} {i}', 10**5)}" for i in range(2 * count)}, key=lambda key: draw("order " + key, 1 << 64))[:count]
    return [(key, str(i)) for i, key in enumerate(keys)]


def sign(group, request, k, form, comment, *flags):
    return group.valid("request.sign", {**request, "secretKey": integer(k), "form": form}, comment, *flags,
                       intermediates=signature_stages(request, k, form))


SAMPLES = [
    ("cancel by order hash", delete(("accountId", "10010"), ("orderHash", KNOWN["orderHash"]["hash"]))),
    ("cancel by clientOrderId", delete(("accountId", "10005"), ("clientOrderId", "Sample"))),
    ("a clientOrderId with reserved characters", delete(("accountId", "10005"), ("clientOrderId", "a b+c,d/e~*"))),
    ("a clientOrderId beyond ASCII", delete(("accountId", "10005"), ("clientOrderId", "e\u0301\U0001f600"))),
    ("an API key request", delete(("accountId", "12345"), path="/api/v3/apiKey", method="GET")),
    ("a body", post('{"accountId":10005,"memo":"n\u00e9"}', method="POST")),
    ("no parameters", delete(method="GET")),
]


def signatures(group):
    for i, (what, request) in enumerate(SAMPLES):
        k = 1 + draw(f"request key {i}", ELL - 1)
        for form in FORMS:
            sign(group, request, k, form, f"{what}, {form}", "SignatureForms")
    k = integer(0x1234)
    for request, error, what, flag in (
            (delete(("a", "1")) | {"method": "PATCH"}, "method-unsupported", "PATCH", "MethodUnsupported"),
            (delete(("a", "1"), path="/x?y=1"), "url-invalid", "a query", "URLQuery"),
            (delete(("a", "1"), ("a", "2")), "parameter-invalid", "a repeated key", "RepeatedKey")):
        group.rejected("request.sign", {**request, "secretKey": k, "form": "reduced"}, error, what, flag)


BOTH = {"relayer": True, "strict": True}
RELAYER = {"relayer": True, "strict": False}
NEITHER = {"relayer": False, "strict": False}


def verify(group, request, a, r_point, s, expected, comment, *flags):
    group.verdict("request.verify", {**request, "publicKey": point(a), "signature": eddsa.format_signature(r_point, s)},
                  expected, comment, *flags, intermediates=verification_stages(request, a, r_point, s))


def verifications(group):
    for i, (what, request) in enumerate(SAMPLES):
        k = 1 + draw(f"request key {i}", ELL - 1)
        a, _, r_point, _, s = eddsa.sign(k, int(stages(request)["message"], 16), "reduced")
        verify(group, request, a, r_point, s, BOTH, what, "RequestSignature")
        verify(group, request, a, r_point, s + ELL * (1 + i), RELAYER, f"{what}, S + {1 + i}*ell", "RequestSignature")
        verify(group, request, base_multiple(k + 1), r_point, s, NEITHER, f"{what}, another key", "TamperedRequest")
        for changed, difference in tampered(request):
            flag = "ReplayedElsewhere" if difference == "another host" else "TamperedRequest"
            verify(group, changed, a, r_point, s, NEITHER, f"{what}; {difference}", flag)
    request = SAMPLES[1][1]
    for order in ([1, 0], [0, 1]):
        reordered = {**request, "params": [request["params"][j] for j in order]}
        a, _, r_point, _, s = eddsa.sign(77, int(stages(request)["message"], 16), "reduced")
        verify(group, reordered, a, r_point, s, BOTH, "the order of the parameters does not matter", "ParameterOrder")


def tampered(request):
    yield {**request, "baseURL": "https://uat2.loopring.io"}, "another host"
    yield {**request, "path": request["path"] + "/"}, "a slash added to the path"
    if "params" in request:
        yield {**request, "method": "DELETE" if request["method"] == "GET" else "GET"}, "another method"
        yield {**request, "params": request["params"] + [["z", "1"]]}, "a parameter added"
    else:
        yield {**request, "method": "PUT"}, "another method"
        yield {**request, "body": request["body"] + " "}, "a space added to the body"
    if request.get("params"):
        *rest, (key, value) = request["params"]
        yield {**request, "params": rest}, "a parameter omitted"
        yield {**request, "params": [*rest, [key, value + "0"]]}, "a value changed"
        yield {**request, "params": [*rest, [key + "x", value]]}, "a key changed"
