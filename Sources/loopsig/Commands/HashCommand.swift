import ArgumentParser

/// `loopsig hash …`
struct HashCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Computes hashes: of field elements, and of orders.",
        subcommands: [HashOrderCommand.self, HashPoseidonCommand.self]
    )
}
