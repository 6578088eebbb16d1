# SPDX-License-Identifier: Apache-2.0
"""From an HTTP request to the message that is signed (SPEC.md, section 9)."""

import hashlib
import re
from ipaddress import AddressValueError, IPv6Address

from .failure import Failure
from .field import P

UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
QUERY_METHODS = ("GET", "DELETE")  # the parameters are signed
BODY_METHODS = ("POST", "PUT")  # the body is signed
URL = re.compile(
    r"(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://"
    r"(?P<host>[A-Za-z0-9._~-]+|\[(?P<ipv6>[0-9A-Fa-f:.]*)\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?)"
)


class Canonicalization:
    def check_method(self, method):
        if method not in QUERY_METHODS + BODY_METHODS:
            raise Failure("method-unsupported")

    def check_url(self, base_url, path):
        """Checks that the URL is scheme://host[:port]path, and that the path is empty or begins with "/"."""
        for text in (base_url, base_url + path):
            url = URL.fullmatch(text)
            if not url or int(url["port"] or 0) > 65535:
                raise Failure("url-invalid")
            if url["ipv6"] is not None:
                self.check_ipv6(url["ipv6"])
        if path and not path.startswith("/"):
            raise Failure("url-invalid")

    def check_ipv6(self, text):
        """An address in the form of RFC 4291, section 2.2."""
        try:
            IPv6Address(text)
        except AddressValueError:
            raise Failure("url-invalid") from None

    def check_parameters(self, parameters):
        keys = [key for key, _ in parameters]
        if "" in keys or len(set(keys)) != len(keys):
            raise Failure("parameter-invalid")

    def percent_encode(self, text):
        """RFC 3986: every byte of the UTF-8 text that is not unreserved becomes %XX, in upper case."""
        return "".join(chr(b) if b in UNRESERVED else "%%%02X" % b for b in text.encode())

    def parameter_string(self, parameters):
        """The encoded pairs, joined by "&", in ascending order of the UTF-8 bytes of the unencoded keys."""
        ordered = sorted(parameters, key=lambda parameter: parameter[0].encode())
        return "&".join(f"{self.percent_encode(key)}={self.percent_encode(value)}" for key, value in ordered)

    def signature_base(self, method, base_url, path, parameters=None, body=None):
        """The parameter string, which for POST and PUT is the body itself, and the signature base:
        METHOD & pct(base URL + path) & pct(parameter string). %20 in the parameter string becomes %2520."""
        self.check_method(method)
        self.check_url(base_url, path)
        if method in QUERY_METHODS:
            self.check_parameters(parameters)
            string = self.parameter_string(parameters)
        else:
            string = body
        return string, f"{method}&{self.percent_encode(base_url + path)}&{self.percent_encode(string)}"

    def target(self, method, base_url, path, string):
        """The request target: the path of the URL, and, for GET and DELETE, exactly the parameter string that
        is signed."""
        _, _, rest = (base_url + path).partition("://")[2].partition("/")
        return f"/{rest}?{string}" if method in QUERY_METHODS and string else f"/{rest}"

    def digest(self, base):
        return hashlib.sha256(base.encode()).digest()

    def message(self, sha256):
        """The digest as a big-endian integer mod p."""
        return int.from_bytes(sha256, "big") % P
