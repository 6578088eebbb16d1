// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Testing

@testable import loopsig

/// The commands and their options, as the parser itself lists them.
struct CommandTree {
    /// A command without subcommands.
    struct Leaf: Sendable, CustomTestStringConvertible {
        /// The words that lead to it.
        let path: [String]
        /// The names of its options, with their dashes.
        let options: [String]
        /// The options that take no value.
        let flags: Set<String>

        /// Arguments that the parser accepts.
        var needed: [String] { CommandTree.needed[testDescription] ?? [] }

        var testDescription: String { path.joined(separator: " ") }
    }

    let leaves: [Leaf]

    private static let needed: [String: [String]] = [
        "sign": exampleRequest,
        "verify": exampleRequest + ["--signature", reducedSignature, "--public-key", examplePublicKey.y],
        "cancel": ["--network", "mainnet", "--account-id", "1", "--client-order-id", "1", "--dry-run"],
        "hash poseidon": ["--width", "2"],
        "hash order": ["/nonexistent"],
        "key derive": ["--ethereum-signature", "/nonexistent"],
        "conformance": ["--", "/nonexistent/testee"],
        "audit run": ["/nonexistent"],
        "audit report": ["/nonexistent"],
    ]

    static func load() throws -> CommandTree {
        let help = try JSONDecoder().decode(Help.self, from: Data(LoopsigCommand._dumpHelp().utf8))
        let leaves = help.command.leaves(path: [])
        try #require(leaves.count >= 11)
        return CommandTree(leaves: leaves)
    }

    private struct Help: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        struct Argument: Decodable {
            struct Name: Decodable {
                let kind, name: String
            }
            let kind: String
            let names: [Name]?
        }
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?

        func leaves(path: [String]) -> [Leaf] {
            let subcommands = (subcommands ?? []).filter { $0.commandName != "help" }
            guard subcommands.isEmpty else {
                return subcommands.flatMap { $0.leaves(path: path + [$0.commandName]) }
            }
            let named = (arguments ?? []).flatMap { argument in
                (argument.names ?? []).filter { $0.kind == "long" && !["help", "version"].contains($0.name) }
                    .map { (name: "--" + $0.name, kind: argument.kind) }
            }
            return [
                Leaf(
                    path: path, options: named.map(\.name),
                    flags: Set(named.filter { $0.kind == "flag" }.map(\.name)))
            ]
        }
    }
}
