// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Departures from the testee protocol. The report names each one, and names no known bug as its cause.
@Suite("Protocol faults")
struct ProtocolFaultTests {
    /// A fault in every answer: what the testee prints, the kind of the fault, and words of the report's
    /// sentence about it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: ProtocolFault.Kind
        let words: String
        let print: @Sendable (FakeTestee.Request) -> [FakeTestee.Output]

        init(
            _ name: String, _ kind: ProtocolFault.Kind, _ words: String,
            _ print: @escaping @Sendable (FakeTestee.Request) -> [FakeTestee.Output]
        ) {
            testDescription = name
            self.kind = kind
            self.words = words
            self.print = print
        }

        private static func words(_ kind: ProtocolFault.Kind) -> String {
            switch kind {
            case .emptyLine: "empty lines"
            case .byteOrderMark: "byte order mark"
            case .colorCodes: "color codes"
            default: "standard error"
            }
        }

        /// A line before each answer.
        static func before(_ line: String, _ kind: ProtocolFault.Kind = .strayLine) -> Fault {
            Fault("the line \(line.debugDescription) before the answer", kind, words(kind)) {
                [.line(line), .line($0.rightAnswer)]
            }
        }

        /// A line after each answer.
        static func after(_ line: String, _ kind: ProtocolFault.Kind = .strayLine) -> Fault {
            Fault("the line \(line.debugDescription) after the answer", kind, words(kind)) {
                [.line($0.rightAnswer), .line(line)]
            }
        }

        /// An answer in another form.
        static func answer(
            _ name: String, _ kind: ProtocolFault.Kind, _ words: String,
            _ change: @escaping @Sendable (FakeTestee.Request) -> String
        ) -> Fault {
            Fault(name, kind, words) { [.line(change($0))] }
        }
    }

    static let faults: [Fault] = [
        .before("debug: multiplying"), .before(#"{"level":"info"}"#), .before("", .emptyLine),
        .before("  \t", .emptyLine),
        .before("[]"), .before("7"), .before("null"), .before("\"text\""), .before(#"{"id":null}"#),
        .before("\u{FEFF}", .byteOrderMark),
        .before("Warning: é is not ASCII"), .before(#"{"id":0,"out":{}}"#), .before("\u{1B}[2J", .colorCodes),
        .after("debug: done"), .after("", .emptyLine), .after(#"{"took":3}"#), .after("> "), .after("\u{7}"),
        .answer("a byte order mark", .byteOrderMark, "byte order mark") { "\u{FEFF}" + $0.rightAnswer },
        .answer("colors", .colorCodes, "color codes") { "\u{1B}[32m\($0.rightAnswer)\u{1B}[0m" },
        .answer("one color", .colorCodes, "color codes") { "\u{1B}[1;31m" + $0.rightAnswer },
        .answer("an empty out", .missingMembers, "none of the members") { $0.answer(out: [:]) },
        .answer("a member of another name", .unknownMember, "does not have") {
            $0.answer(out: ["result": .text("0x00")])
        },
        .answer("a further member", .unknownMember, "does not have") {
            $0.answer(out: $0.rightOut.merging(["more": .boolean(true)]))
        },
        .answer("a number as the value", .wrongType, "another JSON type") {
            $0.answer(out: ["value": .integer(3)])
        },
        .answer("null as the value", .wrongType, "another JSON type") { $0.answer(out: ["value": .null]) },
        .answer("an array as the value", .wrongType, "another JSON type") {
            $0.answer(out: ["value": .array([])])
        },
        .answer("true as the value", .wrongType, "another JSON type") {
            $0.answer(out: ["value": .boolean(true)])
        },
        .answer("an object as the value", .wrongType, "another JSON type") {
            $0.answer(out: ["value": .object(["x": .text("0x00")])])
        },
        .answer("no outcome", .malformedAnswer, "another form") { $0.answer([:]) },
        .answer("an out that is text", .malformedAnswer, "another form") {
            $0.answer(["out": .text("0x00")])
        },
        .answer("an out that is null", .malformedAnswer, "another form") { $0.answer(["out": .null]) },
        .answer("an error that is a number", .malformedAnswer, "another form") {
            $0.answer(["error": .integer(1)])
        },
        .answer("two outcomes", .malformedAnswer, "another form") {
            $0.answer(["out": .object($0.rightOut), "error": .text("x")])
        },
        .answer("a request as the answer", .malformedAnswer, "another form") {
            String(decoding: $0.line, as: UTF8.self)
        },
        .answer("malformed-request", .requestNotRead, "were not read by your adapter") {
            $0.answer(["error": .text("malformed-request")])
        },
        .answer("text that is not JSON", .strayLine, "standard error") { _ in "0x00" },
        .answer("the answer to another request", .strayLine, "standard error") { request in
            JSON.object(["id": .integer(request.id + 1), "out": .object(request.rightOut)]).description
        },
        .answer("an id that is text", .strayLine, "standard error") { request in
            JSON.object(["id": .text("\(request.id)"), "out": .object(request.rightOut)]).description
        },
        .answer("a member twice", .strayLine, "standard error") {
            #"{"id":\#($0.id),"out":{"value":"a","value":"a"}}"#
        },
        Fault("an endless line", .lineTooLong, "bytes") { _ in [.longLine] },
        Fault("a crash", .crash, "ended before it answered") { _ in [.exit("was killed by signal 11")] },
        Fault("closed input", .crash, "ended before it answered") { _ in [.closedInput] },
        Fault("silence", .silence, "did not answer in time") { _ in [] },
    ]

    @Test("There are at least forty faults") func number() { #expect(Self.faults.count >= 40) }

    @Test("The report names the fault, no other fault and no cause", arguments: faults)
    func named(fault: Fault) throws {
        let file = try RepositoryFiles.vectors("field_arithmetic")
        let selection = try TestSelection(["field.multiply"], of: [file])
        var report = try ConformanceRun(files: [file], selection: selection).report(
            starting: FakeTestee.starter(at: nil, misbehaving: fault.print))
        report.explain(by: try Catalog.bugs())
        #expect(report.faults.map(\.kind) == [fault.kind])
        #expect(
            report.faults.first?.sentence.contains(fault.words) == true, "\(report.faults.map(\.sentence))")
        #expect(report.causes.map(\.bug.name) == [])
        #expect(report.unexplained.isEmpty)
        #expect(!report.isAcceptable)
    }

    @Test(
        "A testee that ends at every request has no cause, and the report says if one refuses everything"
    )
    func verifier() throws {
        let file = try RepositoryFiles.vectors("eddsa_verify")
        let names = (1...60).map { "eddsa_verify:\($0)" }
        let run = ConformanceRun(
            files: [file],
            profiles: [.relayer], selection: try TestSelection(names, of: [file]))
        var crash = try run.report(
            starting: FakeTestee.starter(at: nil) { _ in [.exit("exited with status 1")] })
        crash.explain(by: try Catalog.bugs())
        #expect(crash.causes.isEmpty)
        #expect(crash.faults.contains { $0.kind == .crash })
        var refusal = try run.report(
            starting: FakeTestee.starter(at: nil) {
                [.line($0.answer(["error": .text("NotImplementedError")]))]
            })
        refusal.explain(by: try Catalog.bugs())
        #expect(refusal.causes.isEmpty)
        #expect(
            refusal.faults.map(\.sentence).contains {
                $0.hasPrefix("eddsa.verify refuses everything: error NotImpl")
            })
        #expect(refusal.unexplained.isEmpty)
    }

    @Test("The report says what the requests that were not read have in common") func commonTrait() throws {
        let file = try RepositoryFiles.vectors("poseidon")
        var report = try ConformanceRun(files: [file]).report(
            starting: FakeTestee.starter(at: nil) { request in
                guard case .array(let inputs)? = request.arguments["inputs"], inputs.count > 1 else {
                    return [.line(request.rightAnswer)]
                }
                return [.line(request.answer(["error": .text("malformed-request")]))]
            })
        report.explain(by: try Catalog.bugs())
        let sentence = try #require(report.faults.first?.sentence)
        #expect(sentence.contains("were not read by your adapter"))
        #expect(sentence.contains("all of them contain an array of two or more elements"))
        #expect(report.causes.map(\.bug.name) == [])
    }
}
