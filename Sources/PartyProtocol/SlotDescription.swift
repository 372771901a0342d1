import MediaParameters

/// One receive slot and whoever is in it.
package struct SlotDescription: Encodable, Sendable, Equatable {
    package var mid: String
    package var kind: MediaKind
    package var memberId: String?
    package var source: TrackSource?

    package init(mid: String, kind: MediaKind, memberId: String?, source: TrackSource?) {
        self.mid = mid
        self.kind = kind
        self.memberId = memberId
        self.source = source
    }

    private enum CodingKeys: CodingKey { case mid, kind, memberId, source }

    /// An empty slot says `null`, so that a client can tell it from a field it does not know.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(mid, forKey: .mid)
        try container.encode(kind == .audio ? "audio" : "video", forKey: .kind)
        try container.encode(memberId, forKey: .memberId)
        try container.encode(source, forKey: .source)
    }
}
