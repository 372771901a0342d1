import Bytes

/// Walks over the optional fields of a payload descriptor. The outer optional of an answer says that the payload ended too early,
/// the inner value that the field is there.
struct PayloadCursor: ~Escapable {
    private let payload: RawSpan
    private(set) var offset: Int

    @_lifetime(copy payload)
    init(_ payload: RawSpan, at offset: Int) {
        self.payload = payload
        self.offset = offset
    }

    @_lifetime(self: copy self)
    mutating func uint8() -> UInt8? {
        guard let value = payload.uint8(at: offset) else { return nil }
        offset += 1
        return value
    }

    @_lifetime(self: copy self)
    mutating func uint16() -> UInt16? {
        guard let value = payload.uint16(at: offset) else { return nil }
        offset += 2
        return value
    }

    @_lifetime(self: copy self)
    mutating func byte(present: Bool) -> (value: UInt8?, offset: Int)? {
        guard present else { return (nil, 0) }
        let place = offset
        guard let value = uint8() else { return nil }
        return (value, place)
    }

    @_lifetime(self: copy self)
    mutating func pictureID(present: Bool) -> (value: PictureID?, offset: Int)? {
        guard present else { return (nil, 0) }
        let place = offset
        guard let first = payload.uint8(at: place) else { return nil }
        guard first & 0x80 != 0 else {
            offset += 1
            return (PictureID(value: UInt16(first), bits: 7, offset: place), place)
        }
        guard let both = uint16() else { return nil }
        return (PictureID(value: both & 0x7fff, bits: 15, offset: place), place)
    }

    @_lifetime(self: copy self)
    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, payload.holds(count, at: offset) else { return false }
        offset += count
        return true
    }
}
