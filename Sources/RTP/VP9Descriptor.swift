import Bytes

/// The VP9 payload descriptor (RFC 9628 §4.2).
package struct VP9Descriptor: Sendable, Equatable {
    /// Bytes before the VP9 payload.
    package let count: Int
    package let pictureID: PictureID?
    /// P: predicted from an earlier picture.
    package let isInterPredicted: Bool
    package let isFlexible: Bool
    /// B and E, of the frame of one spatial layer.
    package let startsFrame: Bool
    package let endsFrame: Bool
    /// Z: no higher spatial layer uses this frame.
    package let isNotUpperReference: Bool
    package let spatialLayer: UInt8
    package let temporalLayer: UInt8
    /// U: a receiver may go up to this temporal layer here.
    package let isSwitchingUpPoint: Bool
    /// D: predicted from the lower spatial layer of the same picture.
    package let isInterLayerPredicted: Bool
    package let tl0PictureIndex: UInt8?
    /// Offset of TL0PICIDX in the payload; 0 when absent.
    package let tl0PictureIndexOffset: Int
    /// Spatial layers that the scalability structure announces, `nil` without one.
    package let announcedSpatialLayers: UInt8?

    /// The first packet of a picture that needs no other.
    package var startsKeyFrame: Bool { startsFrame && !isInterPredicted && spatialLayer == 0 }

    /// `nil` when the descriptor is cut or nothing follows it.
    package init?(_ payload: RawSpan) {
        guard let first = payload.uint8(at: 0) else { return nil }
        let flexible = first & 0x10 != 0
        var cursor = PayloadCursor(payload, at: 1)
        guard let identifier = cursor.pictureID(present: first & 0x80 != 0),
            let layers = cursor.byte(present: first & 0x20 != 0),
            let index = cursor.byte(present: first & 0x20 != 0 && !flexible),
            Self.skipReferences(&cursor, present: flexible && first & 0x40 != 0),
            let structure = Self.skipStructure(&cursor, present: first & 0x02 != 0),
            payload.uint8(at: cursor.offset) != nil
        else { return nil }
        let layer = layers.value ?? 0
        count = cursor.offset
        pictureID = identifier.value
        isInterPredicted = first & 0x40 != 0
        isFlexible = flexible
        startsFrame = first & 0x08 != 0
        endsFrame = first & 0x04 != 0
        isNotUpperReference = first & 0x01 != 0
        temporalLayer = layer >> 5
        isSwitchingUpPoint = layer & 0x10 != 0
        spatialLayer = layer >> 1 & 0x07
        isInterLayerPredicted = layer & 0x01 != 0
        tl0PictureIndex = index.value
        tl0PictureIndexOffset = index.offset
        announcedSpatialLayers = structure.layers
    }

    /// Up to three P_DIFF bytes, all but the last with their N bit set.
    @_lifetime(cursor: copy cursor)
    private static func skipReferences(_ cursor: inout PayloadCursor, present: Bool) -> Bool {
        guard present else { return true }
        for _ in 0..<3 {
            guard let reference = cursor.uint8() else { return false }
            if reference & 1 == 0 { return true }
        }
        // A third reference must not announce a fourth.
        return false
    }

    /// The scalability structure: up to eight layers with their sizes, and up to 255 pictures of a group with three references each.
    @_lifetime(cursor: copy cursor)
    private static func skipStructure(_ cursor: inout PayloadCursor, present: Bool) -> (layers: UInt8?, Void)? {
        guard present else { return (nil, ()) }
        guard let head = cursor.uint8() else { return nil }
        let layers = head >> 5 + 1
        if head & 0x10 != 0, !cursor.skip(Int(layers) * 4) { return nil }
        guard head & 0x08 != 0 else { return (layers, ()) }
        guard let pictures = cursor.uint8() else { return nil }
        for _ in 0..<pictures {
            guard let picture = cursor.uint8(), cursor.skip(Int(picture >> 2 & 3)) else { return nil }
        }
        return (layers, ())
    }
}
