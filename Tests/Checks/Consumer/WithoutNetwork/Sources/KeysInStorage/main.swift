// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation

// Stores a key as its 32 bytes, and reads it again. Checks that invalid bytes are refused, and that printing
// the key does not show it.

let key = try PrivateKey(ethereumSignature: [UInt8](repeating: 0x5A, count: 65))
let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
try Data(key.rawRepresentation).write(to: file)
let stored = try Data(contentsOf: file)
try FileManager.default.removeItem(at: file)

let again = try PrivateKey(rawRepresentation: stored)
print("the same key:", again.publicKey == key.publicKey)
for bytes in [Data(count: 32), Data(repeating: 0xFF, count: 32), stored.dropLast()] {
    do {
        _ = try PrivateKey(rawRepresentation: bytes)
        print("accepted")
    } catch {
        print(error.code)
    }
}
var dumped = ""
dump(key, to: &dumped)
let hex = key.rawRepresentation.map { String(format: "%02x", $0) }.joined()
print("printed:", [dumped, "\(key)", String(reflecting: key)].contains { $0.contains(hex.prefix(16)) })
