import MediaParameters

/// What a media session over HTTP does.
enum ResourceKind: String, Sendable {
    /// Publishes (RFC 9725).
    case whip
    /// Watches (draft-ietf-wish-whep).
    case whep

    /// The directions its client may use.
    var allowed: MediaDirection { self == .whip ? .sendonly : .recvonly }
}
