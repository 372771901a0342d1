/// One `a=` line (RFC 8866 §5.13).
package struct Attribute: Sendable {
    package var name: String
    /// What follows the colon; nil for a property attribute, which has none.
    package var value: String?
    /// The line it was read from, counted from 1; 0 when it was not read.
    package var line: Int

    package init(_ name: String, _ value: String? = nil, line: Int = 0) {
        self.name = name
        self.value = value
        self.line = line
    }
}

// Where a line stood is no part of what it says.
extension Attribute: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.value == right.value
    }
}
