import Bytes

/// What an H.264 payload of packetization mode 0 or 1 holds (RFC 6184 §5.6 single NAL unit, §5.7.1 STAP-A, §5.8 FU-A).
package struct H264Payload: Sendable, Equatable {
    /// A sequence parameter set: encoders put one before each IDR picture, and a receiver that begins without it cannot decode.
    package private(set) var hasSequenceParameterSet = false
    /// The first slice of an IDR picture begins here.
    package private(set) var startsIDR = false
    /// An access unit begins here, as far as one packet can tell: a delimiter, parameter sets, or a slice whose first macroblock is number 0.
    package private(set) var startsFrame = false

    /// `nil` for other packet types, empty units and aggregates whose lengths lie.
    package init?(_ payload: RawSpan) {
        guard let first = payload.uint8(at: 0) else { return nil }
        switch first & 0x1f {
        case 1...23: note(first & 0x1f, slice: payload.uint8(at: 1))
        case 24:
            guard readAggregate(payload) else { return nil }
        case 28:
            guard let header = payload.uint8(at: 1), payload.byteCount >= 3 else { return nil }
            if header & 0x80 != 0 { note(header & 0x1f, slice: payload.uint8(at: 2)) }
        default: return nil
        }
    }

    private mutating func readAggregate(_ payload: RawSpan) -> Bool {
        var offset = 1
        repeat {
            guard let size = payload.uint16(at: offset), size > 0,
                let unit = payload.slice(at: offset + 2, count: Int(size)), let header = unit.uint8(at: 0)
            else { return false }
            note(header & 0x1f, slice: unit.uint8(at: 1))
            offset += 2 + Int(size)
        } while offset < payload.byteCount
        return true
    }

    /// `slice` is the first byte behind the unit's header: first_mb_in_slice is 0 when its highest bit is set (H.264 §7.3.3, ue(v)).
    private mutating func note(_ type: UInt8, slice: UInt8?) {
        let isFirstSlice = (slice ?? 0) & 0x80 != 0
        switch type {
        case 7:
            hasSequenceParameterSet = true
            startsFrame = true
        case 5 where isFirstSlice:
            startsIDR = true
            startsFrame = true
        case 9: startsFrame = true
        case 1 where isFirstSlice, 2 where isFirstSlice: startsFrame = true
        default: break
        }
    }
}
