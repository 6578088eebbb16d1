// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import VectorSuite

/// `loopsig testee`
struct TesteeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "testee",
        abstract: "Answers the testee protocol on standard input and output, until the input ends.",
        discussion: """
            One JSON object a line in, one a line out; Vectors/README.md describes both. It exists to be \
            tested and computes with whatever keys it is sent: give it none that is worth anything.
            """
    )

    func run() throws {
        do {
            try Testee.serve(
                read: { try Descriptor.read(STDIN_FILENO, upTo: 1 << 16) },
                write: { try StandardOutput.write($0) })
        } catch let error as SystemError {
            throw CommandFailure.refused("standard input cannot be read: \(error)")
        }
    }
}
