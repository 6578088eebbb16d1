// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The two keys of a sandbox account in files that `cancel` reads.
struct KeyDirectory {
    private let url = FileManager.default.temporaryDirectory
        .appending(path: "loopsig-sandbox-\(UUID().uuidString)")

    var secretKeyFile: String { url.appending(path: "eddsa.key").path }
    var apiKeyFile: String { url.appending(path: "api.key").path }

    func create(for account: SandboxAccount) throws {
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try OutputFile.create(at: secretKeyFile, holding: account.privateKey.exportedText)
        try OutputFile.create(at: apiKeyFile, holding: account.apiKeyText)
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}
