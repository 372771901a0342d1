import CBench
import Glibc
import LoadSupport

/// Sends a VP8 stream through a client: equal packets in bursts, one frame a burst; or the frames of a file.
final class Publisher {
    /// Packets that one frame may have.
    private static let longestFrame = 256

    let client: Client
    let number: UInt32
    /// Nanoseconds between two frames.
    let interval: Int64
    /// Packets made so far.
    private(set) var counter: UInt32 = 0
    /// When the next frame is due; 0 before the start.
    var nextFrame: Int64 = 0
    private let burst: Int
    private let size: Int
    private let media: MediaFile?
    private var position = 0
    private let batch: OpaquePointer
    private let filler: [UInt8]
    private var frame: UInt16 = 0
    private var timestamp = UInt32.random(in: .min ... .max)
    private var nextReport: Int64 = 0
    private var nextKeyFrame: Int64 = 0
    /// Sealed packets by sequence number, for the server's requests.
    private var history: [[UInt8]] = .init(repeating: [], count: 1024)

    init(client: Client, number: Int, options: LoadOptions, media: MediaFile?) {
        self.client = client
        self.number = UInt32(number)
        self.media = media
        burst = options.burst
        size = options.size
        interval = media?.interval ?? Int64(options.burst) * 1_000_000_000 / Int64(max(1, options.rate))
        batch = bench_batch_create(Int32(media == nil ? options.burst : Self.longestFrame))!
        filler = (0..<options.size).map { _ in UInt8.random(in: 0...255) }
    }

    deinit { bench_batch_destroy(batch) }

    func sendFrame(now: Int64) {
        let count = media.map(packFrame) ?? packBurst(now: now)
        let sent = client.path.send(batch: batch, count)
        client.measurement.counters.unsent += count - sent
        client.keyFrameWanted = false
        frame &+= 1
        timestamp &+= UInt32(truncatingIfNeeded: interval * 90 / 1_000_000)
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

    // MARK: Frames

    /// A frame of `burst` packets that end in a stamp; a key frame every two seconds.
    private func packBurst(now: Int64) -> Int {
        let isKeyFrame = client.keyFrameWanted || now >= nextKeyFrame
        if isKeyFrame { nextKeyFrame = now + 2_000_000_000 }
        for place in 0..<burst {
            let packet = bench_batch_slot(batch, Int32(place))
            let header = writeHeader(packet, isLast: place == burst - 1)
            let payload = client.scratch
            let count = size - header
            memcpy(payload, filler, count)
            writeDescriptor(payload, isFirst: place == 0)
            if place == 0 { writeFrameStart(payload + 6, isKeyFrame: isKeyFrame) }
            Stamp(publisher: number, counter: counter, sentAt: bench_now()).write(end: payload + count)
            seal(packet, header, count, place)
        }
        return burst
    }

    /// The file's next frame; its first when somebody asked for a key frame.
    private func packFrame(of media: MediaFile) -> Int {
        if client.keyFrameWanted || position >= media.frames.count { position = 0 }
        let bytes = media.frames[position]
        position += 1
        let room = size - 40
        let packets = min(Self.longestFrame, (bytes.count + room - 1) / room)
        for place in 0..<packets {
            let packet = bench_batch_slot(batch, Int32(place))
            let header = writeHeader(packet, isLast: place == packets - 1)
            let chunk = bytes[(place * room)..<min(bytes.count, (place + 1) * room)]
            writeDescriptor(client.scratch, isFirst: place == 0)
            chunk.withUnsafeBytes { _ = memcpy(client.scratch + 6, $0.baseAddress!, $0.count) }
            seal(packet, header, 6 + chunk.count, place)
        }
        return packets
    }

    private func seal(_ packet: UnsafeMutablePointer<UInt8>, _ header: Int, _ count: Int, _ place: Int) {
        guard let sealing = client.sealing else { return }
        let sealed = bench_seal_rtp(sealing, packet, Int32(header), client.scratch, Int32(count), UInt64(counter) + 1)
        bench_batch_set_length(batch, Int32(place), sealed)
        history[Int(UInt16(truncatingIfNeeded: counter + 1)) % history.count] =
            Array(UnsafeBufferPointer(start: packet, count: Int(sealed)))
        counter += 1
    }

    // MARK: Bytes

    /// RFC 7741 §4.2 with a 15-bit picture id, TL0PICIDX and TID.
    private func writeDescriptor(_ payload: UnsafeMutablePointer<UInt8>, isFirst: Bool) {
        payload[0] = isFirst ? 0x90 : 0x80
        payload[1] = 0xe0
        payload[2] = 0x80 | UInt8(frame >> 8 & 0x7f)
        payload[3] = UInt8(frame & 255)
        payload[4] = UInt8(frame & 255)
        payload[5] = 0
    }

    /// RFC 6386 §9.1: the frame tag, and of a key frame the start code and 640 × 480.
    private func writeFrameStart(_ payload: UnsafeMutablePointer<UInt8>, isKeyFrame: Bool) {
        payload[0] = isKeyFrame ? 0x10 : 0x11
        let start: [UInt8] = [0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]
        if isKeyFrame { for (offset, byte) in start.enumerated() { payload[1 + offset] = byte } }
    }

    private func writeHeader(_ packet: UnsafeMutablePointer<UInt8>, isLast: Bool) -> Int {
        packet[0] = 0x90
        packet[1] = client.remote.payloadType | (isLast ? 0x80 : 0)
        store16(packet + 2, UInt16(truncatingIfNeeded: counter + 1))
        store32(packet + 4, timestamp)
        store32(packet + 8, client.local.ssrc)
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
