import MediaParameters

/// One m-line of an offer as signaling sees it.
package struct OfferedMedia: Sendable, Equatable {
    package var mid: String
    package var kind: MediaKind
    /// From the client's point of view.
    package var direction: MediaDirection

    package init(mid: String, kind: MediaKind, direction: MediaDirection) {
        self.mid = mid
        self.kind = kind
        self.direction = direction
    }
}
