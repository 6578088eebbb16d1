// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// Finds the declarations in the sources of the products, so that a test of "every" type or function includes
/// new ones.
enum Declarations {
    /// The modules that users import.
    static let products = [
        "PrimeField", "BabyJubjub", "Poseidon", "EdDSA", "RequestCanonicalization", "RequestSigning",
        "SignatureDiagnosis", "LoopringOrders", "SignatureAudit", "OrderCancellation", "SandboxRelayer",
        "VectorSuite",
    ]

    /// The files of a module, with their names.
    static func sources(of module: String) throws -> [(name: String, text: String)] {
        let folder = Repository.root.appending(path: "Sources/\(module)")
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".swift")
        }
        .map { path in
            let url = folder.appending(path: path)
            return (url.lastPathComponent, try String(contentsOf: url, encoding: .utf8))
        }
    }

    // MARK: Functions

    /// The public async functions and initializers. Each is written as the name of its file, a space, and
    /// `name(labels:)`.
    static func publicAsyncFunctions() throws -> [String] {
        try products.flatMap { try sources(of: $0) }.flatMap { name, text in
            text.matches(
                of: /public (?:nonisolated\(nonsending\) )?[^\n(]*(?:func (?<name>\w+)|init)[^\n(]*\(/
            ).compactMap { match in
                let (labels, rest) = parameters(text[match.range.upperBound...])
                guard rest.prefix(while: { $0 != "{" }).contains(/\basync\b/) else { return nil }
                return "\(name) \(match.output.name ?? "init")(\(labels.map { $0 + ":" }.joined()))"
            }
        }.sorted()
    }

    /// The labels of the parameters in a list, and the text after the list. `text` begins after the opening
    /// parenthesis.
    private static func parameters(_ text: Substring) -> (labels: [Substring], rest: Substring) {
        var (depth, current) = (1, text[text.startIndex..<text.startIndex])
        var labels: [Substring] = []
        func close() {
            if let label = current.split(whereSeparator: { $0.isWhitespace || $0 == ":" }).first {
                labels.append(label)
            }
        }
        for index in text.indices {
            switch text[index] {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case "," where depth == 1:
                close()
                current = text[text.index(after: index)...].prefix(0)
                continue
            default: break
            }
            if depth == 0 {
                close()
                return (labels, text[text.index(after: index)...])
            }
            current = text[current.startIndex...index]
        }
        return (labels, "")
    }

    // MARK: Types

    /// The public types that can hold a value of one of these types: in a stored property or a case, directly
    /// or through another type. Their names include the types around them.
    static func publicTypes(holding secrets: Set<String>) throws -> Set<String> {
        var isPublic: Set<String> = []
        var parts: [String: Set<String>] = [:]
        for (_, text) in try products.flatMap({ try sources(of: $0) }) {
            var types: [(name: String, indentation: Int)] = []
            for line in text.split(separator: "\n") {
                let indentation = line.prefix { $0 == " " }.count
                let code = line.dropFirst(indentation)
                if code == "}" { types.removeAll { $0.indentation == indentation } }
                let declaration =
                    /^(?<modifiers>[\w() ]*)\b(?:struct|class|enum|actor|extension) (?<name>[\w.]+)/
                let stored = /\b(?:(?:let|var) \w+: |case \w+\(|let \w+, )(?<type>.+)/
                if let type = code.firstMatch(of: declaration) {
                    let name = (types.last.map { $0.name + "." } ?? "") + type.output.name
                    if !code.hasSuffix("}") { types.append((name, indentation)) }
                    if type.output.modifiers.contains("public") { isPublic.insert(name) }
                } else if let owner = types.last, owner.indentation + 4 == indentation,
                    let declared = code.firstMatch(of: stored), !code.contains(/\bvar .*\{/)
                {
                    for mentioned in declared.output.type.matches(of: /[\w.]+/) {
                        // The types that the name can mean: a top-level type, or one inside the owner or
                        // inside a type around it.
                        var scope = owner.name.split(separator: ".")
                        while !scope.isEmpty {
                            parts[owner.name, default: []].insert(
                                (scope + [mentioned.output]).joined(separator: "."))
                            scope.removeLast()
                        }
                        parts[owner.name, default: []].insert(String(mentioned.output))
                    }
                }
            }
        }
        var holding = secrets
        while case let more = parts.filter({ !holding.isDisjoint(with: $1) }).keys,
            !holding.isSuperset(of: more)
        {
            holding.formUnion(more)
        }
        return holding.intersection(isPublic)
    }
}
