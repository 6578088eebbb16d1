// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The two keys of a sandbox account in files that `cancel` reads.
struct KeyDirectory {
    let secretKeyFile, apiKeyFile: String
    private let url: URL

    init(_ account: SandboxAccount) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "loopsig-sandbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        secretKeyFile = url.appending(path: "eddsa.key").path
        apiKeyFile = url.appending(path: "api.key").path
        do {
            try SecretFile.create(at: secretKeyFile, holding: account.privateKey.exportedText)
            try SecretFile.create(at: apiKeyFile, holding: account.apiKeyText)
        } catch {
            remove()
            throw error
        }
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}
