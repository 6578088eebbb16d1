// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization

extension LoopringNetwork {
    /// The checked URL of a path on this network.
    ///
    /// Refuses a URL that would not be sent as it was signed ([CANCEL-2]). Refuses plain http:// to any host
    /// except this machine, because the API key would be sent unencrypted ([CLIENT-6]).
    ///
    /// - Throws: ``CallError`` with the cause `baseURLInvalid`.
    func url(path: String) throws(CallError) -> RequestURL {
        func refusal(_ why: String) -> CallError { CallError(.baseURLInvalid(why)) }
        let url: RequestURL
        do { url = try RequestURL(baseURL, path: path) } catch { throw refusal("\(error)") }
        // The path that is appended begins with "/".
        guard !baseURL.hasSuffix("/") else { throw refusal("it ends in /; remove the /") }
        // HTTP clients remove these segments, so the URL that is sent would differ from the signed one.
        guard !url.path.split(separator: "/").contains(where: LoopringNetwork.isDotSegment) else {
            throw refusal("its path has a . or .. segment; write the path without it")
        }
        guard url.scheme == "https" || LoopringNetwork.isLoopback(url.host) else {
            throw refusal("http:// would send the API key to \(url.host) unencrypted; use https://")
        }
        return url
    }

    /// Whether RFC 3986, section 5.2.4, removes the segment. Each dot may also be written as %2E.
    private static func isDotSegment(_ segment: Substring) -> Bool {
        [".", ".."].contains(segment.lowercased().replacing("%2e", with: "."))
    }

    /// Whether a host is always this machine: `localhost` (RFC 6761), 127.0.0.0/8 or ::1.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]"].contains(host.lowercased()) { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.first == "127"
            && octets.allSatisfy { octet in UInt8(octet).map { String($0) == octet } ?? false }
    }
}
