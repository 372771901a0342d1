struct Failure: Error, CustomStringConvertible {
    var text: String
    var description: String { text }
}
