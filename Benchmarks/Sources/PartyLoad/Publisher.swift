import CBench
import Glibc

/// Sends a VP8 stream of equal packets in bursts, one frame a burst, through a client.
final class Publisher {
    let client: Client
    let number: UInt32
    /// Packets made so far.
    private(set) var counter: UInt32 = 0
    /// When the next burst is due.
    var nextBurst: Int64 = 0
    private let burst: Int
    private let size: Int
    private let ticksPerBurst: UInt32
    private let batch: OpaquePointer
    private let filler: [UInt8]
    private var frame: UInt16 = 0
    private var timestamp = UInt32.random(in: .min ... .max)
    private var nextReport: Int64 = 0
    private var nextKeyFrame: Int64 = 0
    /// Sealed packets by sequence number, for the server's requests.
    private var history: [[UInt8]] = .init(repeating: [], count: 1024)

    init(client: Client, number: Int, options: LoadOptions) {
        self.client = client
        self.number = UInt32(number)
        burst = options.burst
        size = options.size
        ticksPerBurst = UInt32(90_000 * options.burst / max(1, options.rate))
        batch = bench_batch_create(Int32(options.burst))!
        filler = (0..<options.size).map { _ in UInt8.random(in: 0...255) }
    }

    deinit { bench_batch_destroy(batch) }

    func sendBurst(now: Int64) {
        let isKeyFrame = client.keyFrameWanted || now >= nextKeyFrame
        if isKeyFrame { nextKeyFrame = now + 2_000_000_000 }
        client.keyFrameWanted = false
        for place in 0..<burst { writePacket(place, isKeyFrame: isKeyFrame) }
        let sent = Int(bench_batch_send(batch, client.fd, Int32(burst)))
        client.measurement.counters.unsent += burst - sent
        frame &+= 1
        timestamp &+= ticksPerBurst
        if now >= nextReport { sendReport(now: now) }
    }

    /// Sends again what the server asked for: the same packets, which it has not seen, under the same index.
    func resend() {
        for sequence in client.resendWanted {
            let packet = history[Int(sequence) % history.count]
            guard packet.count > 4, UInt16(packet[2]) << 8 | UInt16(packet[3]) == sequence else { continue }
            client.send(packet)
            client.measurement.counters.resentPackets += 1
        }
        client.resendWanted = []
    }

    private func sendReport(now: Int64) {
        nextReport = now + 1_000_000_000
        let report = RTCP.senderReport(
            sender: client.local.ssrc, now: now, rtp: timestamp, packets: counter,
            octets: counter &* UInt32(size - 28))
        client.sendControl(report + RTCP.description(sender: client.local.ssrc, name: "load\(client.local.ssrc)"))
    }

    private func writePacket(_ place: Int, isKeyFrame: Bool) {
        guard let sealing = client.sealing else { return }
        let packet = bench_batch_slot(batch, Int32(place))
        let header = writeHeader(packet, isLast: place == burst - 1)
        let payload = client.scratch
        let count = size - header
        for offset in 0..<24 { payload[offset] = filler[offset] }
        memcpy(payload + 24, filler, count - 24)
        writeDescriptor(payload, isFirst: place == 0, isKeyFrame: isKeyFrame)
        Stamp(publisher: number, counter: counter, sentAt: bench_now()).write(end: payload + count)
        let sealed = bench_seal_rtp(sealing, packet, Int32(header), payload, Int32(count), UInt64(counter) + 1)
        bench_batch_set_length(batch, Int32(place), sealed)
        history[Int(UInt16(truncatingIfNeeded: counter + 1)) % history.count] =
            Array(UnsafeBufferPointer(start: packet, count: Int(sealed)))
        counter += 1
    }

    /// RFC 7741 §4.2 with a 15-bit picture id, TL0PICIDX and TID, then the first bytes of the frame header (RFC 6386 §9.1).
    private func writeDescriptor(_ payload: UnsafeMutablePointer<UInt8>, isFirst: Bool, isKeyFrame: Bool) {
        payload[0] = isFirst ? 0x90 : 0x80
        payload[1] = 0xe0
        payload[2] = 0x80 | UInt8(frame >> 8 & 0x7f)
        payload[3] = UInt8(frame & 255)
        payload[4] = UInt8(frame & 255)
        payload[5] = 0
        guard isFirst else { return }
        payload[6] = isKeyFrame ? 0x10 : 0x11
        let start: [UInt8] = [0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]
        if isKeyFrame { for (offset, byte) in start.enumerated() { payload[7 + offset] = byte } }
    }

    private func writeHeader(_ packet: UnsafeMutablePointer<UInt8>, isLast: Bool) -> Int {
        let ssrc = client.local.ssrc
        packet[0] = 0x90
        packet[1] = client.remote.payloadType | (isLast ? 0x80 : 0)
        store16(packet + 2, UInt16(truncatingIfNeeded: counter + 1))
        store32(packet + 4, timestamp)
        store32(packet + 8, ssrc)
        return writeExtensions(packet)
    }

    /// The extensions that browsers send, in the one-byte form.
    private func writeExtensions(_ packet: UnsafeMutablePointer<UInt8>) -> Int {
        let ids = client.remote.extensions
        var end = 16
        if ids.mid != 0 {
            packet[end] = ids.mid << 4
            packet[end + 1] = client.remote.mid.utf8.first ?? 48
            end += 2
        }
        if ids.absSendTime != 0 {
            packet[end] = ids.absSendTime << 4 | 2
            // 6.18 fixed point seconds.
            let now = UInt32(truncatingIfNeeded: ((bench_now() / 1000) << 18) / 1_000_000)
            packet[end + 1] = UInt8(truncatingIfNeeded: now >> 16)
            store16(packet + end + 2, UInt16(truncatingIfNeeded: now))
            end += 4
        }
        if ids.transportCC != 0 {
            packet[end] = ids.transportCC << 4 | 1
            store16(packet + end + 1, UInt16(truncatingIfNeeded: counter))
            end += 3
        }
        while end % 4 != 0 {
            packet[end] = 0
            end += 1
        }
        store16(packet + 12, 0xbede)
        store16(packet + 14, UInt16((end - 16) / 4))
        return end
    }

    private func store16(_ place: UnsafeMutablePointer<UInt8>, _ value: UInt16) {
        place[0] = UInt8(value >> 8)
        place[1] = UInt8(value & 255)
    }

    private func store32(_ place: UnsafeMutablePointer<UInt8>, _ value: UInt32) {
        store16(place, UInt16(value >> 16))
        store16(place + 2, UInt16(value & 0xffff))
    }
}
