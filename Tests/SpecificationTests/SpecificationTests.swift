// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Compares the worked examples of SPEC.md and of Vectors/worked_examples.md with the Swift code: every
/// output and every intermediate value.
@Suite struct SpecificationTests {
    static let documents = ["SPEC.md", "Vectors/worked_examples.md"]
    static let examples = documents.flatMap { (try? examples(in: $0)) ?? [] }

    private static func text(of document: String) throws -> String {
        try String(contentsOf: Repository.root.appending(path: document), encoding: .utf8)
    }

    private static func examples(in document: String) throws -> [WorkedExample] {
        try WorkedExample.all(in: text(of: document))
    }

    @Test(arguments: documents)
    func everyBlockIsRead(document: String) throws {
        let examples = try Self.examples(in: document)
        let fences = try Self.text(of: document).split(separator: "\n").filter { $0.hasPrefix("```vector") }
        #expect(examples.count == fences.count)
        #expect(examples.count >= 3)
    }

    @Test(arguments: examples)
    func theCodeAgreesWithEachExample(example: WorkedExample) {
        #expect(example.disagreements() == [])
    }

    // The test above would pass if disagreements() always returned an empty list. These tests show that it
    // does not.

    @Test(arguments: examples)
    func aChangedOutputIsReported(example: WorkedExample) throws {
        for (index, member) in example.outputs.enumerated() {
            var outputs = example.outputs
            let changed = member.value.last.map { String(member.value.dropLast()) + ($0 == "0" ? "1" : "0") }
            outputs[index] = WorkedExample.Member(name: member.name, value: changed ?? "x")
            #expect(example.with(outputs: outputs).disagreements().count == 1, "\(member.name)")
        }
    }

    @Test func examplesThatCannotBeEvaluatedAreReported() throws {
        let example = try #require(Self.examples.first { $0.operation == "field.multiply" })
        #expect(example.with(operation: "field.cube").disagreements() == ["unknown operation"])
        let unknown = WorkedExample.Member(name: "color", value: "red")
        #expect(
            example.with(outputs: [unknown]).disagreements() == ["color is not a value of field.multiply"])
        #expect(
            example.with(inputs: example.inputs + [unknown]).disagreements() == ["error malformed-request"])
        #expect(example.with(inputs: [unknown]).disagreements() == ["error malformed-request"])
        let late = WorkedExample.Member(name: "inputs[1]", value: "0")
        #expect(example.with(inputs: [late]).disagreements() == ["the inputs are malformed"])
    }

    @Test(arguments: [
        "```vector\n# t\na = 1\n\nb = 2\n```", "```vector x y\n# t\na = 1\n\nb = 2\n```",
        "```vector x\na = 1\n\nb = 2\n```", "```vector x\n# t\na = 1\n```",
        "```vector x\n# t\na=1\n\nb = 2\n```",
        "```vector x\n# t\na = 1\n\na = 2\n```", "```vector x\n# t\na = 1\n\nb = \"\n```",
        "```vector x\n# t\na = 1\n\nb = 2\n\nc = 3\n```", "```vector x\n# t\na = 1\n\nb = 2\n",
    ])
    func aMalformedBlockIsRefused(text: String) {
        #expect(throws: WorkedExample.FormatError.self) { try WorkedExample.all(in: text) }
    }
}

extension WorkedExample {
    fileprivate func with(
        operation: String? = nil, inputs: [Member]? = nil, outputs: [Member]? = nil
    ) -> WorkedExample {
        WorkedExample(
            operation: operation ?? self.operation, title: title, line: line, inputs: inputs ?? self.inputs,
            outputs: outputs ?? self.outputs)
    }
}
