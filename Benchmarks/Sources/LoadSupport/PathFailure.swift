/// Why a path to the server could not be made.
package struct PathFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
