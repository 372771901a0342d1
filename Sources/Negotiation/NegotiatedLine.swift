import MediaParameters

/// What a session remembers of one m-line between offers.
struct NegotiatedLine {
    var mid: String?
    var media: String
    /// A refused or stopped m-line's place may be taken by another (RFC 3264 §8.1).
    var isRejected: Bool
    /// Set when the client first receives on the m-line, and kept while it does not.
    var slot: SlotIdentity?
}
