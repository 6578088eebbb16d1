import ArgumentParser

/// Whether data is printed for people or for programs.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON object.")
    var json = false
}
