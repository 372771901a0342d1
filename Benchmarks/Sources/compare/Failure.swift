struct Failure: Error, CustomStringConvertible {
    var text: String
    var exitCode: Int32 = 1
    var description: String { text }

    /// A flag is wrong; the text names it.
    static func flag(_ text: String) -> Failure { Failure(text: "\(text) (see compare --help)", exitCode: 2) }
}
