import Foundation
import TestSupport
import Testing

@testable import VectorSuite

/// SPEC.md's worked examples against the Swift code: every output and every intermediate value that they give.
@Suite struct SpecificationTests {
    static let text =
        (try? String(contentsOf: Repository.root.appending(path: "SPEC.md"), encoding: .utf8)) ?? ""
    static let examples = (try? WorkedExample.all(in: text)) ?? []

    @Test func allBlocksAreRead() throws {
        let examples = try WorkedExample.all(in: Self.text)
        let fences = Self.text.split(separator: "\n").filter { $0.hasPrefix("```vector") }
        #expect(examples.count == fences.count)
        #expect(examples.count > 50)
    }

    @Test(arguments: examples)
    func anExampleHolds(example: WorkedExample) {
        #expect(disagreements(with: example) == [])
    }

    // A checker that finds nothing wrong anywhere would pass the test above.

    @Test(arguments: examples)
    func aChangedOutputIsNoticed(example: WorkedExample) throws {
        for (index, member) in example.outputs.enumerated() {
            var outputs = example.outputs
            let changed = member.value.last.map { String(member.value.dropLast()) + ($0 == "0" ? "1" : "0") }
            outputs[index] = WorkedExample.Member(name: member.name, value: changed ?? "x")
            #expect(disagreements(with: example.with(outputs: outputs)).count == 1, "\(member.name)")
        }
    }

    @Test func whatCannotBeHandledIsNoticed() throws {
        let example = try #require(Self.examples.first { $0.operation == "field.multiply" })
        #expect(disagreements(with: example.with(operation: "field.cube")) == ["unknown operation"])
        let unknown = WorkedExample.Member(name: "colour", value: "red")
        #expect(
            disagreements(with: example.with(outputs: [unknown])) == [
                "colour is not a value of field.multiply"
            ])
        #expect(
            disagreements(with: example.with(inputs: example.inputs + [unknown])) == ["colour is not used"])
        #expect(disagreements(with: example.with(inputs: [unknown])).count == 1)
    }

    @Test(arguments: [
        "```vector\n# t\na = 1\n\nb = 2\n```", "```vector x y\n# t\na = 1\n\nb = 2\n```",
        "```vector x\na = 1\n\nb = 2\n```", "```vector x\n# t\na = 1\n```",
        "```vector x\n# t\na=1\n\nb = 2\n```",
        "```vector x\n# t\na = 1\n\na = 2\n```", "```vector x\n# t\na = 1\n\nb = \"\n```",
        "```vector x\n# t\na = 1\n\nb = 2\n\nc = 3\n```", "```vector x\n# t\na = 1\n\nb = 2\n",
    ])
    func aMalformedBlockIsNoticed(text: String) {
        #expect(throws: WorkedExample.FormatError.self) { try WorkedExample.all(in: text) }
    }
}

/// What is wrong with an example, one line a value.
private func disagreements(with example: WorkedExample) -> [String] {
    var arguments = Arguments(example.inputs)
    let expectedError = example.outputs.first { $0.name == "error" }?.value
    do {
        guard let values = try Operations.run(example.operation, &arguments) else {
            return ["unknown operation"]
        }
        let wrong = example.outputs.compactMap { member -> String? in
            guard member.name != "error" else { return "no error \(member.value)" }
            guard let value = values[member.name] else {
                return "\(member.name) is not a value of \(example.operation)"
            }
            return value == member.value ? nil : "\(member.name) is \(value), not \(member.value)"
        }
        return wrong + arguments.unused.map { "\($0) is not used" }
    } catch {
        guard let code = ErrorCode(error)?.rawValue else { return ["\(error)"] }
        guard let expectedError else { return ["error \(code)"] }
        let others = example.outputs.filter { $0.name != "error" }.map { "\($0.name) beside an error" }
        return (code == expectedError ? [] : ["error \(code), not \(expectedError)"]) + others
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
