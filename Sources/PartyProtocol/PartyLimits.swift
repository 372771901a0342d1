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
    /// Bytes in a film's address, and in an invitation.
    package static let addressBytes = 2048
    package static let tokenBytes = 4096
    /// Characters in a film's title, and in what somebody says.
    package static let titleLength = 200
    package static let chatLength = 1000
    /// Bytes in a reaction: an emoji may be a family of them.
    package static let reactionBytes = 64
}
