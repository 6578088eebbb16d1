import NIOSSL

extension NIOSSLCertificate {
    /// Whether one of the DNS names of the certificate is the name of the host, or is a wildcard for it, "*" in
    /// the place of the whole first label (RFC 9525, section 6.3).
    ///
    /// SwiftNIO has verified the certificate and its names by then. But where a name was asked for, it is also
    /// content with a certificate for the *address* that the name led to. Somebody who can answer for the DNS of
    /// the exchange, and has a valid certificate for the address of his own server, would pass.
    func isForHost(named host: String) -> Bool {
        let host = host.lowercased()
        let parent = host.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).dropFirst()
            .first
        return _subjectAlternativeNames().contains { name in
            guard name.nameType == .dnsName else { return false }
            let pattern = String(decoding: name.contents, as: UTF8.self).lowercased()
            return pattern == host || parent.map { pattern == "*.\($0)" } ?? false
        }
    }
}
