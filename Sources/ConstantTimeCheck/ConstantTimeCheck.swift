/// Evidence that no secret shows in the time that a key or a signature takes.
///
///     ConstantTimeCheck memory    every branch and every address, under valgrind (Scripts/constant-time)
///     ConstantTimeCheck timing    Welch's t over fixed and random keys (Scripts/timing-leak)
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
