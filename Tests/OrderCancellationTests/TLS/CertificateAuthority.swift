// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A certificate authority for one test. It is created with the openssl command in a temporary folder.
final class CertificateAuthority {
    /// The contents of a leaf certificate.
    struct Leaf {
        /// The subject alternative names.
        var names = "IP:127.0.0.1,DNS:localhost"
        /// The beginning and the end of the validity, as YYYYMMDDHHMMSSZ.
        var notBefore = "20200101000000Z"
        var notAfter = "20991231235959Z"
    }

    private let folder: URL

    /// The certificate of the authority itself.
    var certificate: URL { folder.appendingPathComponent("ca.pem") }
    /// The private key of every leaf certificate.
    var leafKey: URL { folder.appendingPathComponent("leaf.key") }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ca-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = """
            [req]
            distinguished_name = name
            [name]
            [authority]
            basicConstraints = critical, CA:TRUE
            [ca]
            default_ca = test
            [test]
            database = index.txt
            new_certs_dir = .
            rand_serial = yes
            unique_subject = no
            default_md = sha256
            policy = anything
            [anything]
            commonName = supplied

            """
        try write(configuration, to: "openssl.cnf")
        try write("", to: "index.txt")
        for name in ["ca", "leaf"] {
            try openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "\(name).key")
        }
        try openssl(
            "req", "-config", "openssl.cnf", "-extensions", "authority", "-x509", "-new", "-key", "ca.key",
            "-subj", "/CN=Authority of one test", "-days", "2", "-out", "ca.pem")
        try openssl(
            "req", "-config", "openssl.cnf", "-new", "-key", "leaf.key", "-subj", "/CN=127.0.0.1", "-out",
            "leaf.csr")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Issues a certificate, signed by the authority's key or, if `isSelfSigned`, by the certificate's own
    /// key.
    func issue(_ leaf: Leaf, isSelfSigned: Bool = false) throws -> URL {
        let name = "\(UUID().uuidString).pem"
        try write("subjectAltName=\(leaf.names)\n", to: "leaf.ext")
        let signer =
            isSelfSigned ? ["-selfsign", "-keyfile", "leaf.key"] : ["-cert", "ca.pem", "-keyfile", "ca.key"]
        try openssl(
            ["ca", "-batch", "-notext", "-config", "openssl.cnf"] + signer + [
                "-startdate", leaf.notBefore, "-enddate", leaf.notAfter, "-extfile", "leaf.ext",
                "-in", "leaf.csr", "-out", name,
            ])
        return folder.appendingPathComponent(name)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    private struct Failed: Error { let arguments: [String], said: String }

    private func openssl(_ arguments: String...) throws { try openssl(arguments) }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        let said = Pipe()
        process.standardError = said
        process.standardOutput = said
        try process.run()
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(arguments: arguments, said: text) }
    }
}
