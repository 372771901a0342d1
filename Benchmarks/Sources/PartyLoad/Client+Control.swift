import CBench
import LoadSupport

extension Client {
    func receiveControl(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, now: Int64) {
        guard let opening else { return }
        let end = Int(bench_open_rtcp(opening, bytes, Int32(count)))
        if end == 0 { measurement.counters.authenticationFailures += 1 }
        var position = 0
        while position + 4 <= end {
            let length = 4 * (Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])) + 4
            guard position + length <= end else { return }
            let body = UnsafeBufferPointer(start: bytes + position + 4, count: length - 4)
            handle(type: bytes[position + 1], format: bytes[position] & 31, body, now: now)
            position += length
        }
    }

    private func handle(type: UInt8, format: UInt8, _ body: UnsafeBufferPointer<UInt8>, now: Int64) {
        switch (type, format) {
        case (200, _): noteSenderReport(body, now: now)
        case (205, 1): noteRequests(body)
        case (205, 15): measurement.counters.transportFeedbacks += 1
        case (206, 1), (206, 4):
            keyFrameWanted = true
            measurement.counters.keyFrameRequests += 1
        case (206, 15): noteBandwidthEstimate(body)
        default: break
        }
    }

    private func word(_ body: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(body[offset + $1]) }
    }

    private func noteSenderReport(_ body: UnsafeBufferPointer<UInt8>, now: Int64) {
        guard body.count >= 24 else { return }
        let sender = word(body, 0)
        // The middle 32 bits of the NTP time (RFC 3550 §6.4.1, LSR).
        for place in streams.indices where streams[place].ssrc == sender {
            streams[place].senderReport = (word(body, 4) << 16 | word(body, 8) >> 16, now)
        }
    }

    private func noteRequests(_ body: UnsafeBufferPointer<UInt8>) {
        for offset in stride(from: 8, to: body.count - 3, by: 4) {
            resendWanted += RTCP.requestedSequences(word(body, offset))
        }
    }

    private func noteBandwidthEstimate(_ body: UnsafeBufferPointer<UInt8>) {
        guard body.count >= 16, word(body, 8) == 0x5245_4d42 else { return }
        let value = word(body, 12) & 0xff_ffff
        measurement.counters.bandwidthEstimates += 1
        measurement.counters.latestBandwidthEstimate = UInt64(value & 0x3ffff) << UInt64(value >> 18)
    }

    func sendReports(now: Int64) {
        guard role == .receiver else { return }
        for place in streams.indices {
            let lost = streams[place].dueRequests(now: now)
            guard !lost.isEmpty else { continue }
            measurement.counters.requestedPackets += lost.count
            sendControl(RTCP.negativeAcknowledgement(sender: local.ssrc, media: streams[place].ssrc, lost: lost))
        }
        if now >= nextReport {
            nextReport = now + 1_000_000_000
            let media = streams.filter { !$0.isRetransmission }
            sendControl(RTCP.receiverReport(sender: local.ssrc, streams: media, now: now))
        }
        if remote.extensions.transportCC != 0, now >= nextTransportFeedback { sendTransportFeedback(now: now) }
    }

    private func sendTransportFeedback(now: Int64) {
        nextTransportFeedback = now + 100_000_000
        guard let media = streams.first?.ssrc,
            let body = arrivals.feedback(sender: local.ssrc, media: media)
        else { return }
        sendControl(RTCP.message(type: 205, count: 15, body: body))
    }

    func sendControl(_ message: [UInt8]) {
        guard let sealing, message.count <= 1400 else { return }
        for (offset, byte) in message.enumerated() { scratch[offset] = byte }
        controlIndex += 1
        let count = bench_seal_rtcp(sealing, scratch, Int32(message.count), controlIndex)
        path.send(scratch, Int(count))
    }
}
