// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SystemPackage

/// The command line: a list of subcommands, one file each under Commands.
@main
struct LoopsigCommand: AsyncParsableCommand {
    /// The version of everything here: the libraries, the program, the vectors and the testee protocol.
    /// CHANGELOG.md says what it means for each.
    static let version = "1.0.0"

    static let configuration = CommandConfiguration(
        commandName: "loopsig",
        abstract: "Signs, verifies and explains Loopring's layer-2 request signatures.",
        discussion: """
            EdDSA on Baby Jubjub with a Poseidon challenge, over the SHA-256 of a canonicalized request: what \
            Loopring's exchange expects in the header X-API-SIG. SPEC.md defines every step.

            Exit status: 0 yes, 1 no or invalid, 64 usage error.
            """,
        version: version,
        subcommands: [
            KeyCommand.self,
            SignCommand.self,
            VerifyCommand.self,
            HashCommand.self,
            CancelCommand.self,
            SandboxCommand.self,
            DemoCommand.self,
            VectorsCommand.self,
            TesteeCommand.self,
            ConformanceCommand.self,
            AuditCommand.self,
        ]
    )

    static func main() async {
        FileDescriptor.makeStandardOnesSafe()
        do {
            var command = try parseAsRoot(CommandLineArguments.checked())
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            try StandardOutput.finish()
        } catch {
            exit(reporting: error)
        }
    }
}
