import Bytes

/// The aggregation header of an AV1 payload and the first OBU header behind it (RTP Payload Format For AV1 §4.3, §4.4).
package struct AV1Payload: Sendable, Equatable {
    /// Z: the first element continues an OBU of the packet before.
    package let continuesOBU: Bool
    /// Y: the last element is continued in the next packet.
    package let isContinued: Bool
    /// N: a coded video sequence begins, thus a key frame.
    package let startsSequence: Bool
    /// From the OBU extension of the first OBU that begins here; `nil` when it has none.
    package let temporalLayer: UInt8?
    package let spatialLayer: UInt8?

    /// `nil` when an element reaches out of the payload, or a sequence claims to begin in the middle of an OBU.
    package init?(_ payload: RawSpan) {
        guard let header = payload.uint8(at: 0), payload.byteCount > 1 else { return nil }
        continuesOBU = header & 0x80 != 0
        isContinued = header & 0x40 != 0
        startsSequence = header & 0x08 != 0
        guard !(continuesOBU && startsSequence), let found = Self.walk(payload, header: header) else { return nil }
        temporalLayer = found.layers.map { $0 >> 5 }
        spatialLayer = found.layers.map { $0 >> 3 & 3 }
    }

    /// Checks the lengths of all elements; answers the extension byte of the first OBU that begins here and has one.
    private static func walk(_ payload: RawSpan, header: UInt8) -> (layers: UInt8?, Void)? {
        let announced = Int(header >> 4 & 3)
        var layers: UInt8?
        var offset = 1
        var number = 0
        while offset < payload.byteCount {
            number += 1
            var count = payload.byteCount - offset
            // W tells the number of elements; the last of them has no length (§4.4).
            if number != announced {
                guard let length = LEB128(payload, at: offset), length.value <= UInt64(count - length.count) else {
                    return nil
                }
                offset += length.count
                count = Int(length.value)
            }
            if layers == nil, number > 1 || header & 0x80 == 0 {
                layers = extensionByte(payload, at: offset, count: count)
            }
            offset += count
        }
        return announced == 0 || number == announced ? (layers, ()) : nil
    }

    /// Second byte of the OBU header if its extension flag is set (AV1 §5.3.2).
    private static func extensionByte(_ payload: RawSpan, at offset: Int, count: Int) -> UInt8? {
        guard count >= 2, let header = payload.uint8(at: offset), header & 0x04 != 0 else { return nil }
        return payload.uint8(at: offset + 1)
    }
}
