// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SystemPackage
import VectorSuite

struct TesteeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "testee",
        abstract: "Answers the testee protocol on standard input and output, until the input ends.",
        discussion: """
            The testee reads one JSON object per line and answers each with one line; Vectors/README.md describes \
            both. It computes with the secret keys that it is sent. Send it only keys that protect nothing.
            """
    )

    func run() throws {
        do {
            try Testee.serve(
                read: { try FileDescriptor.standardInput.read(upTo: 1 << 16) },
                write: { try StandardOutput.write($0) })
        } catch let error as Errno {
            throw CommandFailure.refused("standard input cannot be read: \(error)")
        }
    }
}
