/// Why the server does not start, in words that say what to do.
protocol StartError: Error, CustomStringConvertible {
    /// As in sysexits(3).
    var exitCode: Int32 { get }
}
