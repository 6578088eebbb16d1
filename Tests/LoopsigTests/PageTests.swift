// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The pages of `--report`, and the errors if they cannot be written.
@Suite struct PageTests {
    @Test func thePageIsWrittenInAdditionToTheAnswer() async throws {
        let directory = try TemporaryDirectory()
        let environment = ["LOOPRING_EDDSA_KEY": exampleKey]
        let path = directory.path("page.html")
        let signed = try await Loopsig.run(
            ["sign", "--report", path] + exampleRequest, environment: environment)
        #expect(signed.output == reducedSignature + "\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(reducedSignature))

        let invalid = try await Loopsig.run(
            ["verify", "--report", path, "--json", "--signature", "0x12", "--public-key", examplePublicKey.y]
                + exampleRequest)
        #expect(invalid.status == 1)
        #expect(try invalid.json()["valid"] as? Bool == false)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(">Invalid<"))

        let demo = try await Loopsig.run(["demo", "--report", path])
        #expect(demo.status == 0)
        let page = try String(contentsOfFile: path, encoding: .utf8)
        #expect(page.contains(">Proven<"))
        #expect(page.contains("0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"))
        #expect(!page.contains("sandbox-"), "no API key")
        #expect(HTMLPage.problems(in: page) == [])
    }

    @Test func theAnswerIsPrintedEvenIfThePageCannotBeWritten() async throws {
        let outcome = try await Loopsig.run(
            ["sign", "--report", "/nonexistent/page.html"] + exampleRequest,
            environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        #expect(outcome.status == 1)
        #expect(outcome.output == reducedSignature + "\n")
        #expect(
            outcome.errors.contains("the report \"/nonexistent/page.html\" cannot be written: No such file"))
        let full = try await Loopsig.run(
            ["sign", "--report", "page.html"] + exampleRequest,
            environment: ["LOOPRING_EDDSA_KEY": exampleKey],
            directory: URL(filePath: "/proc"))
        #expect(full.status == 1)
        let other = try await Loopsig.run(["demo", "--report", "page.pdf"])
        expectComplaint(other, status: 64, about: "must end in .html")
    }
}
