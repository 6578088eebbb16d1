import ArgumentParser

/// `loopsig hash …`
struct HashCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Computes Poseidon hashes.",
        subcommands: [HashPoseidonCommand.self]
    )
}
