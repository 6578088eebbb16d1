"""From an HTTP request to the message that is signed (SPEC.md, Request canonicalization)."""

import hashlib
import re

import field
from failure import Failure

UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
QUERY_METHODS = ("GET", "DELETE")  # the parameters are signed
BODY_METHODS = ("POST", "PUT")  # the body is signed
URL = re.compile(
    r"(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://"
    r"(?P<host>[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\])"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?)"
)


def check_method(method):
    if method not in QUERY_METHODS + BODY_METHODS:
        raise Failure("method-unsupported")


def check_url(base_url, path):
    """scheme://host[:port]path and nothing else; the path is empty or begins with "/"."""
    for text in (base_url, base_url + path):
        url = URL.fullmatch(text)
        if not url or (url["port"] and not 1 <= int(url["port"]) <= 65535):
            raise Failure("url-invalid")
    if path and not path.startswith("/"):
        raise Failure("url-invalid")


def check_parameters(parameters):
    keys = [key for key, _ in parameters]
    if "" in keys or len(set(keys)) != len(keys):
        raise Failure("parameter-invalid")


def percent_encode(text):
    """RFC 3986: every byte of the UTF-8 form that is not unreserved becomes %XX, upper-case."""
    return "".join(chr(b) if b in UNRESERVED else "%%%02X" % b for b in to_bytes(text))


def to_bytes(text):
    """UTF-8, without Unicode normalization."""
    return text.encode("utf-8")


def sort_key(parameter):
    """Parameters are ordered by the UTF-8 bytes of the key, before encoding."""
    return parameter[0].encode("utf-8")


def sort_parameters(parameters):
    return sorted(parameters, key=sort_key)


def pair(key, value):
    return encode_key(key) + "=" + encode_value(value)


def encode_key(key):
    return percent_encode(key)


def encode_value(value):
    return percent_encode(value)


def parameter_string(method, parameters, body):
    """The sorted pairs joined by "&"; for POST and PUT the body as it is."""
    if method in BODY_METHODS:
        return body_string(body)
    return "&".join(pair(key, value) for key, value in kept(sort_parameters(parameters)))


def kept(parameters):
    """All of them: an empty value is signed too."""
    return parameters


def body_string(body):
    return body


def url_string(base_url, path):
    return base_url + path


def signature_base(method, base_url, path, parameters=None, body=None):
    """METHOD & pct(base URL + path) & pct(parameter string)."""
    check_method(method)
    check_url(base_url, path)
    if method in QUERY_METHODS:
        check_parameters(parameters)
    string = parameter_string(method, parameters, body)
    return string, join(method, encode_url(url_string(base_url, path)), encode_whole(string))


def encode_url(url):
    return percent_encode(url)


def encode_whole(string):
    """The second encoding: what was %20 becomes %2520."""
    return percent_encode(string)


def join(method, url, string):
    return method + "&" + url + "&" + string


def digest(base):
    return hashlib.sha256(to_bytes(base)).digest()


def message(sha256):
    """The digest as a big-endian integer mod p."""
    return int.from_bytes(sha256, "big") % field.P
