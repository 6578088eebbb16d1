/// Evidence that no secret shows in the time that a key or a signature takes.
///
///     ConstantTimeCheck memory    every branch and every address, under valgrind (run, beside this file)
///     ConstantTimeCheck timing    Welch's t over fixed and random keys (swift run -c release)
@main
struct ConstantTimeCheck {
    static func main() throws {
        switch CommandLine.arguments.dropFirst() {
        case ["memory"]: try MemoryCheck.run()
        case ["timing"]: try TimingCheck.run()
        default: fail("usage: ConstantTimeCheck memory | timing", status: 64)
        }
    }
}
