// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Testees that sign in one form: it is found out which, they are asked for it alone, and a leak is said first.
@Suite struct SigningFormTests {
    /// Ways of signing, and what is left in an answer.
    enum Way: Sendable {
        /// Has this form, and answers `unsupported` if the other is asked for.
        case only(SigningForm)
        /// Emits this form, whatever is asked for.
        case always(SigningForm)
        /// Emits what is asked for.
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
        return try ConformanceRun(files: [file], options: .init(form: form, selection: selection))
            .report(starting: start)
    }

    private static let leak =
        "It signs in the unreduced form: each signature leaks three bits of the secret key."

    @Test(
        "The form is found out",
        arguments: [
            (.only(.reduced), .only(.reduced)), (.only(.unreduced), .only(.unreduced)),
            (.always(.reduced), .only(.reduced)), (.always(.unreduced), .only(.unreduced)), (.either, .both),
        ] as [(Way, SignerForms)])
    func probing(way: Way, forms: SignerForms) throws {
        let report = try report(way)
        #expect(report.forms == forms)
        #expect(report.counts == [.passed: report.results.count], "whichever form it is, all is right")
        #expect(report.isAcceptable)
        let isLeaking = forms == .only(.unreduced)
        #expect((report.leak?.hasPrefix(Self.leak) == true) == isLeaking)
        #expect(report.markdown.contains(Self.leak) == isLeaking)
        #expect(
            report.remarks.contains { $0.hasPrefix("It signs in the reduced form") }
                == (forms == .only(.reduced)))
    }

    /// Before the verdict, the figures and the causes.
    @Test func aLeakIsSaidFirst() throws {
        let report = try report(.only(.unreduced))
        let leak = try #require(report.markdown.range(of: Self.leak))
        let rest = try #require(report.markdown.range(of: report.headline))
        #expect(leak.lowerBound < rest.lowerBound)
        guard case .array(let remarks)? = try JSON(parsing: report.json)["remarks"] else {
            Issue.record("no remarks")
            return
        }
        #expect(remarks.first?.description.hasPrefix(Self.leak) == true)
    }

    /// The form shows in the signature where S is not answered.
    @Test("From the signature alone", arguments: SigningForm.allCases)
    func partialAnswers(form: SigningForm) throws {
        let report = try report(.only(form), signatureAlone: true)
        #expect(report.forms == .only(form))
        #expect((report.leak != nil) == (form == .unreduced))
        #expect(report.counts[.failed] == nil)
        #expect(report.counts[.partial] ?? 0 > 0, "what is not answered is not passed")
    }

    @Test func aTesteeThatDoesNotSignHasNoForm() throws {
        let report = try report(.silent)
        #expect(report.forms == nil)
        #expect(report.leak == nil)
        // Nor does it leak because somebody said that it signs.
        #expect(try self.report(.silent, form: .unreduced).leak == nil)
    }

    /// The form that is asked for can be chosen; that makes no leak, and hides none.
    @Test func theFormCanBeChosen() throws {
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
