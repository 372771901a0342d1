/// Arrival times by transport-wide sequence number, and the feedback about them (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
struct TransportArrivals {
    private var noted: [(sequence: UInt16, at: Int64)] = []
    private var reports: UInt8 = 0

    mutating func record(_ sequence: UInt16, at time: Int64) {
        if noted.count < 1000 { noted.append((sequence, time)) }
    }

    /// The message without its common header, nil when nothing arrived since the last one.
    mutating func feedback(sender: UInt32, media: UInt32) -> [UInt8]? {
        guard let first = noted.first?.sequence else { return nil }
        let arrived = noted.sorted { Int16(bitPattern: $0.sequence &- first) < Int16(bitPattern: $1.sequence &- first) }
        noted.removeAll(keepingCapacity: true)
        let base = arrived[0].sequence
        let count = Int(arrived[arrived.count - 1].sequence &- base) + 1
        guard count < 2000 else { return nil }
        let reference = arrived[0].at / 64_000_000
        var symbols = [UInt8](repeating: 0, count: (count + 6) / 7 * 7)
        let deltas = Self.deltas(arrived, base, reference, &symbols)
        var body = RTCP.words([sender, media])
        body += [UInt8(base >> 8), UInt8(base & 255), UInt8(count >> 8), UInt8(count & 255)]
        body += RTCP.words([UInt32(truncatingIfNeeded: reference & 0xff_ffff) << 8 | UInt32(reports)])
        reports &+= 1
        body += Self.chunks(symbols) + deltas
        while body.count % 4 != 0 { body.append(0) }
        return body
    }

    private static func deltas(
        _ arrived: [(sequence: UInt16, at: Int64)], _ base: UInt16, _ reference: Int64, _ symbols: inout [UInt8]
    ) -> [UInt8] {
        var deltas: [UInt8] = []
        var ticks = reference * 256
        for (sequence, time) in arrived where symbols[Int(sequence &- base)] == 0 {
            let delta = max(-32768, min(32767, time / 250_000 - ticks))
            ticks += delta
            symbols[Int(sequence &- base)] = 0...255 ~= delta ? 1 : 2
            if !(0...255 ~= delta) { deltas.append(UInt8(truncatingIfNeeded: delta >> 8)) }
            deltas.append(UInt8(truncatingIfNeeded: delta))
        }
        return deltas
    }

    /// Status vector chunks with two bits a packet.
    private static func chunks(_ symbols: [UInt8]) -> [UInt8] {
        stride(from: 0, to: symbols.count, by: 7).flatMap { start -> [UInt8] in
            let chunk = symbols[start..<(start + 7)].reduce(UInt16(3)) { $0 << 2 | UInt16($1) }
            return [UInt8(chunk >> 8), UInt8(chunk & 255)]
        }
    }
}
