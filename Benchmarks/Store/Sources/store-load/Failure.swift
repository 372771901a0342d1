struct Failure: Error, CustomStringConvertible {
    let description: String
    let exitCode: Int32

    static func flag(_ text: String) -> Failure { Failure(description: text, exitCode: 2) }
    static func run(_ text: String) -> Failure { Failure(description: text, exitCode: 1) }
}
