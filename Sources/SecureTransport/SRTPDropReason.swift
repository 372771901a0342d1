/// Why a packet from the network was not opened.
package enum SRTPDropReason: UInt8, Error, Sendable, CaseIterable {
    /// Seen before, or older than the replay window.
    case replay
    /// The tag does not fit: not from the peer, or changed on the way.
    case authentication
    /// Too short for header and tag.
    case tooShort
    /// One source more than a transport may have.
    case tooManySources
}
