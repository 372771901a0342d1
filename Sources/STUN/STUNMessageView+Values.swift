import Bytes

extension STUNMessageView {
    /// XOR-MAPPED-ADDRESS, XOR-PEER-ADDRESS or XOR-RELAYED-ADDRESS (RFC 8489 §14.2). An IPv4-mapped IPv6 address comes out as the IPv4 address it stands for.
    package func xorAddress(_ type: STUNAttributeType, occurrence: Int = 0) -> SocketAddress? {
        guard let value = attribute(type, occurrence: occurrence), let family = value.uint8(at: 1),
            let port = value.uint16(at: 2)
        else { return nil }
        let mask = STUNAddressMask(transactionID)
        switch (family, value.byteCount) {
        case (1, 8):
            return value.uint32(at: 4).map { SocketAddress(ipv4: $0 ^ mask.ipv4, port: port ^ mask.port) }
        case (2, 20):
            guard let high = value.uint64(at: 4), let low = value.uint64(at: 12) else { return nil }
            return SocketAddress(high: high ^ mask.high, low: low ^ mask.low, port: port ^ mask.port)
        default: return nil
        }
    }

    /// A value of exactly four bytes, such as PRIORITY or LIFETIME.
    package func uint32(_ type: STUNAttributeType) -> UInt32? {
        guard let value = attribute(type), value.byteCount == 4 else { return nil }
        return value.uint32(at: 0)
    }

    /// A value of exactly eight bytes, such as ICE-CONTROLLING.
    package func uint64(_ type: STUNAttributeType) -> UInt64? {
        guard let value = attribute(type), value.byteCount == 8 else { return nil }
        return value.uint64(at: 0)
    }

    /// The number in ERROR-CODE, 300–699 (RFC 8489 §14.8).
    package var errorCode: Int? {
        guard let value = attribute(.errorCode), let hundreds = value.uint8(at: 2), let rest = value.uint8(at: 3),
            (3...6).contains(hundreds & 7), rest < 100
        else { return nil }
        return Int(hundreds & 7) * 100 + Int(rest)
    }
}
