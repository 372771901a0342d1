/// RTCP messages (RFC 3550 §6, RFC 4585 §6) as bytes.
enum RTCP {
    static func words(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
    }

    static func message(type: UInt8, count: UInt8, body: [UInt8]) -> [UInt8] {
        [0x80 | count, type, UInt8((body.count / 4) >> 8), UInt8((body.count / 4) & 255)] + body
    }

    static func receiverReport(sender: UInt32, streams: [IncomingStream], now: Int64) -> [UInt8] {
        let blocks = streams.prefix(31).map { stream in
            let (compact, arrived) = stream.senderReport
            let delay = compact == 0 ? 0 : UInt32(truncatingIfNeeded: (now - arrived) * 65536 / 1_000_000_000)
            return words([stream.ssrc, 0, UInt32(truncatingIfNeeded: stream.highest ?? 0), 0, compact, delay])
        }
        return message(type: 201, count: UInt8(blocks.count), body: words([sender]) + blocks.flatMap { $0 })
    }

    static func senderReport(sender: UInt32, now: Int64, rtp: UInt32, packets: UInt32, octets: UInt32) -> [UInt8] {
        let seconds = UInt32(truncatingIfNeeded: now / 1_000_000_000 + 3_900_000_000)
        let fraction = UInt32(UInt64(now % 1_000_000_000) << 32 / 1_000_000_000)
        return message(type: 200, count: 0, body: words([sender, seconds, fraction, rtp, packets, octets]))
    }

    static func description(sender: UInt32, name: String) -> [UInt8] {
        var body = words([sender]) + [1, UInt8(name.utf8.count)] + Array(name.utf8) + [0]
        while body.count % 4 != 0 { body.append(0) }
        return message(type: 202, count: 1, body: body)
    }

    /// Generic NACK (RFC 4585 §6.2.1).
    static func negativeAcknowledgement(sender: UInt32, media: UInt32, lost: [UInt16]) -> [UInt8] {
        var items: [(first: UInt16, mask: UInt16)] = []
        for sequence in lost {
            let distance = sequence &- (items.last?.first ?? 0)
            if !items.isEmpty, 1...16 ~= distance {
                items[items.count - 1].mask |= 1 << (distance - 1)
            } else {
                items.append((sequence, 0))
            }
        }
        let body = words([sender, media] + items.map { UInt32($0.first) << 16 | UInt32($0.mask) })
        return message(type: 205, count: 1, body: body)
    }

    static func requestedSequences(_ word: UInt32) -> [UInt16] {
        let first = UInt16(word >> 16)
        return [first] + (0..<16).filter { word >> UInt32($0) & 1 == 1 }.map { first &+ UInt16($0) &+ 1 }
    }
}
