import ArgumentParser
import OrderCancellation
import SandboxRelayer

/// `loopsig demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows an order cancelled, signed and proven, against a sandbox in this process.",
        discussion: """
            A few seconds; nothing leaves this machine. Each step checks what it shows: exit status 0 means \
            that all of them went as they should.
            """
    )

    @OptionGroup var page: PageOptions

    func run() async throws {
        do {
            let demonstration = try Demonstration()
            try await demonstration.run()
            try page.write(demonstration.page)
        } catch let error as OrderCancellationError {
            throw Failure(error)
        } catch let error as SandboxRelayerError {
            throw Failure.refused("\(error)")
        }
    }
}
