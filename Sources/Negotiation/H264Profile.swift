/// The part of `profile-level-id` that a decoder must match (RFC 6184 §8.1). Several bit patterns mean one profile (table 5), and the level
/// is not compared: each side says what it can receive.
struct H264Profile: Equatable {
    /// `profile_idc` and the constraint flags in their usual spelling.
    let value: UInt16

    static let constrainedBaseline = H264Profile(value: 0x42e0)

    /// Six hexadecimal digits; nil for anything else.
    init?(profileLevelID text: String) {
        guard text.utf8.count == 6, text.utf8.first != UInt8(ascii: "+"), text.utf8.first != UInt8(ascii: "-"),
            let number = UInt32(text, radix: 16)
        else { return nil }
        self.init(idc: UInt8(truncatingIfNeeded: number >> 16), flags: UInt8(truncatingIfNeeded: number >> 8))
    }

    private init(idc: UInt8, flags: UInt8) {
        self.init(value: UInt16(idc) << 8 | UInt16(Self.spelling(of: idc, flags)))
    }

    private init(value: UInt16) {
        self.value = Self.synonyms.first { $0.0 == value }?.1 ?? value
    }

    /// The constraint flags without those that do not matter for the profile.
    private static func spelling(of idc: UInt8, _ flags: UInt8) -> UInt8 {
        switch idc {
        // constraint_set1 makes Baseline the constrained one.
        case 0x42: flags & 0x40 != 0 ? 0xe0 : 0
        // constraint_set0 makes Main the constrained Baseline.
        case 0x4d: flags & 0x80 != 0 ? 0x80 : 0
        case 0x58: flags & 0xc0
        default: flags & 0xfc
        }
    }

    /// Main with constraint_set0, and Extended with both, are Constrained Baseline; Extended with constraint_set0 alone is Baseline.
    private static let synonyms: [(UInt16, UInt16)] = [(0x4d80, 0x42e0), (0x58c0, 0x42e0), (0x5880, 0x4200)]
}
