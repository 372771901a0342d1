import MediaParameters

/// Who is in a receive slot.
package struct SlotOccupancy: Sendable, Equatable {
    package var mid: String
    package var kind: MediaKind
    package var publisher: TransportID?
    package var source: TrackSource?

    package init(mid: String, kind: MediaKind, publisher: TransportID?, source: TrackSource?) {
        self.mid = mid
        self.kind = kind
        self.publisher = publisher
        self.source = source
    }
}
