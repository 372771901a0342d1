import Bytes

/// The VP8 payload descriptor (RFC 7741 §4.2) and the one bit of the payload header that tells key frames (§4.3).
package struct VP8Descriptor: Sendable, Equatable {
    /// Bytes before the VP8 payload.
    package let count: Int
    /// N: no other frame depends on this one.
    package let isNonReference: Bool
    package let startsPartition: Bool
    package let partition: UInt8
    package let pictureID: PictureID?
    package let tl0PictureIndex: UInt8?
    /// Offset of TL0PICIDX in the payload; 0 when absent.
    package let tl0PictureIndexOffset: Int
    /// 0 when the descriptor carries none.
    package let temporalLayer: UInt8
    /// Y: the frame depends on the base layer alone, so a receiver may go up here.
    package let isLayerSync: Bool
    package let keyIndex: UInt8?
    package let isKeyFrame: Bool

    package var startsFrame: Bool { startsPartition && partition == 0 }

    /// `nil` when the descriptor is cut or nothing follows it.
    package init?(_ payload: RawSpan) {
        guard let first = payload.uint8(at: 0) else { return nil }
        var cursor = PayloadCursor(payload, at: 1)
        var extensions: UInt8 = 0
        if first & 0x80 != 0 {
            guard let byte = cursor.uint8() else { return nil }
            extensions = byte
        }
        guard let identifier = cursor.pictureID(present: extensions & 0x80 != 0),
            let index = cursor.byte(present: extensions & 0x40 != 0),
            let layers = cursor.byte(present: extensions & 0x30 != 0), let header = payload.uint8(at: cursor.offset)
        else { return nil }
        let hasTemporalLayer = extensions & 0x20 != 0
        count = cursor.offset
        isNonReference = first & 0x20 != 0
        startsPartition = first & 0x10 != 0
        partition = first & 0x07
        pictureID = identifier.value
        tl0PictureIndex = index.value
        tl0PictureIndexOffset = index.offset
        temporalLayer = hasTemporalLayer ? (layers.value ?? 0) >> 6 : 0
        isLayerSync = hasTemporalLayer && (layers.value ?? 0) & 0x20 != 0
        keyIndex = extensions & 0x10 != 0 ? layers.value.map { $0 & 0x1f } : nil
        // The inverse key frame flag is in the first byte of a frame only.
        isKeyFrame = first & 0x17 == 0x10 && header & 1 == 0
    }
}
