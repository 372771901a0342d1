/// A value and the line it was read from.
package struct Located<Value: Sendable>: Sendable {
    package var line: Int
    package var value: Value

    package init(line: Int, value: Value) {
        self.line = line
        self.value = value
    }
}
