// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Testees that sign in one form. The run determines the form and requests only that form. The report states
/// a leak first.
@Suite struct SigningFormTests {
    /// Ways of signing.
    enum Way: Sendable {
        /// Signs in this form, and answers `unsupported` to requests for the other form.
        case only(SigningForm)
        /// Signs in this form, whichever form is requested.
        case always(SigningForm)
        /// Signs in the requested form.
        case either
        /// Does not sign.
        case silent
    }

    private func report(
        _ way: Way, form: SigningForm? = nil, signatureAlone: Bool = false
    ) throws -> ConformanceReport {
        let file = try RepositoryFiles.vectors("eddsa_sign")
        let selection = try TestSelection(["Ordinary"], of: [file])
        let start = FakeTestee.starter { request in
            guard case .text(let asked)? = request.arguments["form"] else {
                return [.line(request.rightAnswer)]
            }
            let unsupported = request.answer(["unsupported": .boolean(true)])
            var arguments = request.arguments
            switch way {
            case .silent: return [.line(unsupported)]
            case .only(let form) where form.rawValue != asked: return [.line(unsupported)]
            case .always(let form): arguments["form"] = .text(form.rawValue)
            case .only, .either: break
            }
            let line = JSON.object([
                "id": .integer(request.id), "op": .text(request.op), "in": .object(arguments),
            ]).line
            let answer = FakeTestee.Request(id: request.id, op: request.op, arguments: arguments, line: line)
            guard signatureAlone else { return [.line(answer.rightAnswer)] }
            return [.line(answer.answer(out: answer.rightOut.selecting { $0 == "signature" }))]
        }
        return try ConformanceRun(files: [file], form: form, selection: selection)
            .report(starting: start)
    }

    private static let leak =
        "It signs in the unreduced form: each signature leaks three bits of the secret key."

    @Test(
        "The run determines the form in which the testee signs",
        arguments: [
            (.only(.reduced), [.reduced]), (.only(.unreduced), [.unreduced]),
            (.always(.reduced), [.reduced]), (.always(.unreduced), [.unreduced]),
            (.either, [.reduced, .unreduced]),
        ] as [(Way, [SigningForm])])
    func probing(way: Way, forms: [SigningForm]) throws {
        let report = try report(way)
        #expect(report.forms == forms)
        #expect(report.counts == [.passed: report.results.count], "all answers are right in either form")
        #expect(report.isAcceptable)
        let isLeaking = forms == [.unreduced]
        #expect((report.leak?.hasPrefix(Self.leak) == true) == isLeaking)
        #expect(
            report.remarks.contains { $0.hasPrefix("It signs in the reduced form") }
                == (forms == [.reduced]))
    }

    @Test("The first remark of the JSON states a leak") func aLeakIsSaidFirst() throws {
        let report = try report(.only(.unreduced))
        guard case .array(let remarks)? = try JSON(parsing: report.json)["remarks"] else {
            Issue.record("no remarks")
            return
        }
        #expect(remarks.first?.description.hasPrefix(Self.leak) == true)
    }

    @Test("The signature alone shows the form, if S is not answered", arguments: SigningForm.allCases)
    func partialAnswers(form: SigningForm) throws {
        let report = try report(.only(form), signatureAlone: true)
        #expect(report.forms == [form])
        #expect((report.leak != nil) == (form == .unreduced))
        #expect(report.counts[.failed] == nil)
        #expect(report.counts[.partial] ?? 0 > 0, "a test with missing members has not passed")
    }

    @Test("A testee that does not sign has no form and no leak")
    func aTesteeThatDoesNotSignHasNoForm() throws {
        let report = try report(.silent)
        #expect(report.forms == [])
        #expect(report.leak == nil)
        // A form that the user chooses does not make a leak.
        #expect(try self.report(.silent, form: .unreduced).leak == nil)
    }

    @Test("The user can choose the requested form, which neither makes nor hides a leak")
    func theFormCanBeChosen() throws {
        let right = try report(.either, form: .unreduced)
        #expect(right.isAcceptable)
        #expect(right.leak == nil)
        let wrong = try report(.always(.reduced), form: .unreduced)
        #expect(wrong.counts[.failed] ?? 0 > 0)
        #expect(wrong.leak == nil)
        #expect(
            wrong.remarks.first == "It signs in the reduced form. It was asked for the unreduced form only.")
        #expect(try report(.always(.unreduced), form: .reduced).leak != nil)
    }
}
