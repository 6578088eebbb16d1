// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import TestSupport
import VectorSuite

/// The files of the repository, each read once.
package enum RepositoryFiles {
    private static let documents = Cache<JSON>()
    private static let files = Cache<VectorFile>()

    /// The JSON of a file below Vectors.
    package static func json(_ path: String) throws -> JSON {
        try documents.value(path) {
            try JSON(parsing: Data(contentsOf: Repository.root.appending(path: "Vectors/\(path)")))
        }
    }

    /// A vector file.
    package static func vectors(_ name: String) throws -> VectorFile {
        try files.value(name) {
            try VectorFile(name: "\(name).json", ObjectReader(json("\(name).json"), at: "file"))
        }
    }
}

/// Values that are made once, whichever test needs them first.
private final class Cache<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [String: Value] = [:]

    func value(_ key: String, _ make: () throws -> Value) throws -> Value {
        lock.lock()
        defer { lock.unlock() }
        if let value = values[key] { return value }
        let value = try make()
        values[key] = value
        return value
    }
}
