/// A promise that did not hold.
package struct FuzzFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Throws unless the promise holds.
package func promise(_ holds: Bool, _ text: @autoclosure () -> String) throws(FuzzFailure) {
    guard holds else { throw FuzzFailure(text()) }
}
