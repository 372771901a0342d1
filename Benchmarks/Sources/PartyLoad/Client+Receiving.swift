import CBench
import LoadSupport

extension Client {
    func receiveMedia(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, now: Int64) {
        guard let opening, let layout = PacketLayout(bytes, count) else { return }
        let place = stream(layout.ssrc)
        let index = streams[place].index(of: layout.sequence)
        let end = Int(bench_open_rtp(opening, bytes, Int32(layout.headerCount), Int32(count), index))
        guard end > 0 else {
            measurement.counters.authenticationFailures += 1
            return
        }
        streams[place].isRetransmission = layout.payloadType == remote.rtxPayloadType
        streams[place].received(index, now: now)
        if remote.extensions.transportCC != 0 { noteTransportSequence(bytes, layout, now: now) }
        if streams[place].isRetransmission { noteRetransmission(bytes, layout, end) }
        deliver(bytes, from: layout.headerCount, to: end, now: now)
    }

    private func deliver(_ bytes: UnsafeMutablePointer<UInt8>, from start: Int, to end: Int, now: Int64) {
        guard end - start >= Stamp.count, let stamp = Stamp(end: bytes + end) else {
            measurement.counters.foreignPackets += 1
            return
        }
        let publisher = Int(stamp.publisher) - roomNumber * deliveries.count
        guard deliveries.indices.contains(publisher), stamp.counter < 1 << 24 else {
            measurement.counters.foreignPackets += 1
            return
        }
        guard deliveries[publisher].insert(stamp.counter) else {
            measurement.counters.duplicates += 1
            return
        }
        if stamp.sentAt >= measurement.since { measurement.latency.record(nanoseconds: now - stamp.sentAt) }
    }

    private func stream(_ ssrc: UInt32) -> Int {
        for place in streams.indices where streams[place].ssrc == ssrc { return place }
        streams.append(IncomingStream(ssrc: ssrc))
        return streams.count - 1
    }

    /// RFC 4588 §4: the payload starts with the original sequence number.
    private func noteRetransmission(_ bytes: UnsafeMutablePointer<UInt8>, _ layout: PacketLayout, _ end: Int) {
        measurement.counters.retransmissions += 1
        guard layout.headerCount + 2 <= end else { return }
        let original = UInt16(bytes[layout.headerCount]) << 8 | UInt16(bytes[layout.headerCount + 1])
        for place in streams.indices { streams[place].recovered(original) }
    }

    private func noteTransportSequence(_ bytes: UnsafeMutablePointer<UInt8>, _ layout: PacketLayout, now: Int64) {
        guard let offset = layout.extensionOffset(remote.extensions.transportCC, bytes) else { return }
        arrivals.record(UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1]), at: now)
    }
}
