/// Limits of the protocol itself; those that an operator may set are in `ServerLimits`.
package enum PartyLimits {
    /// The version spoken here.
    package static let version = 1
    /// Bytes in one frame.
    package static let frameBytes = 65_536
    /// Nested lists and objects in one frame.
    package static let depth = 16
    /// m-lines in one session description.
    package static let mediaSections = 32
    /// Characters in a name, and in an identifier.
    package static let textLength = 64
}
