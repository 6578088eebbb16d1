// SPDX-License-Identifier: Apache-2.0
import Foundation
import Poseidon
import PrimeField

// Verifies the Merkle paths of the settlement circuit in the file that the command line names. A node of
// these trees has four children.

struct Paths: Decodable {
    struct Path: Decodable {
        var tree: String
        var leafWidth: Int
        var leafInputs: [String]
        var index: Int
        var siblings: [String]
        var root: String
    }
    var merklePaths: [Path]
}

let node = PoseidonHash(try PoseidonParameters(width: 5, fullRounds: 6, partialRounds: 52))
let data = try Data(contentsOf: URL(filePath: CommandLine.arguments[1]))
for path in try JSONDecoder().decode(Paths.self, from: data).merklePaths {
    let leaf = PoseidonHash(try PoseidonParameters(width: path.leafWidth, fullRounds: 6, partialRounds: 52))
    var hash = try leaf.hash(path.leafInputs.map { try FieldElement(hex: $0) })
    var index = path.index
    for level in stride(from: 0, to: path.siblings.count, by: 3) {
        var children = try path.siblings[level..<level + 3].map { try FieldElement(hex: $0) }
        children.insert(hash, at: index % 4)
        index /= 4
        hash = try node.hash(children)
    }
    print(path.tree, hash.hex == path.root)
}
