import CBench

/// A TCP or TLS connection: ICE-TCP, or TURN with one channel.
package final class StreamPath: PacketPath {
    private static let capacity = 1 << 17

    private let stream: OpaquePointer
    /// Nil: packets behind their length (RFC 4571 §2). Else padded ChannelData (RFC 8656 §12.5).
    private let channel: UInt16?
    private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    private var filled = 0
    private let outgoing = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
    /// The server has closed the connection, or nothing goes out any more.
    package private(set) var hasEnded = false
    package private(set) var relayed: IPv4Address?

    /// ICE-TCP.
    package convenience init(host: String, port: UInt16) throws(PathFailure) {
        try self.init(host: host, port: port, isSecure: false, channel: nil)
        bench_stream_unblock(stream)
    }

    /// TURN.
    package convenience init(relay: RelayServer, peer: IPv4Address, challenge: RelayChallenge) throws(PathFailure) {
        try self.init(
            host: relay.host, port: relay.port, isSecure: relay.transport == .tls, channel: RelayClient.channel)
        let client = RelayClient(relay, challenge) { [stream] request throws(PathFailure) in
            try Self.exchange(stream, request)
        }
        relayed = try client.open(to: peer)
        bench_stream_unblock(stream)
    }

    private init(host: String, port: UInt16, isSecure: Bool, channel: UInt16?) throws(PathFailure) {
        guard let stream = bench_stream_connect(host, port, isSecure ? 1 : 0) else {
            throw PathFailure("no \(isSecure ? "TLS" : "TCP") connection to \(host):\(port)")
        }
        self.stream = stream
        self.channel = channel
    }

    deinit {
        bench_stream_destroy(stream)
        buffer.deallocate()
        outgoing.deallocate()
    }

    package var descriptor: Int32 { bench_stream_descriptor(stream) }

    private static func exchange(_ stream: OpaquePointer, _ request: [UInt8]) throws(PathFailure) -> [UInt8] {
        guard bench_stream_write(stream, request, Int32(request.count)) == 0 else {
            throw PathFailure("the relay has closed the connection")
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 2048)
        while answer.count < 20 || answer.count < 20 + Int(answer[2]) << 8 + Int(answer[3]) {
            let count = bench_stream_read(stream, &chunk, Int32(chunk.count))
            guard count > 0 else { throw PathFailure("the relay has closed the connection") }
            answer += chunk[..<Int(count)]
        }
        return answer
    }

    // MARK: Out

    package func send(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard !hasEnded, count <= 4000 else { return false }
        let header = channel == nil ? 2 : 4
        if let channel {
            outgoing[0] = UInt8(channel >> 8)
            outgoing[1] = UInt8(channel & 255)
        }
        outgoing[header - 2] = UInt8(count >> 8)
        outgoing[header - 1] = UInt8(count & 255)
        (outgoing + header).update(from: bytes, count: count)
        let padding = channel == nil ? 0 : -count & 3
        for place in 0..<padding { outgoing[header + count + place] = 0 }
        hasEnded = bench_stream_write(stream, outgoing, Int32(header + count + padding)) != 0
        return !hasEnded
    }

    package func send(batch: OpaquePointer, _ count: Int) -> Int {
        (0..<Int32(count)).count { send(bench_batch_slot(batch, $0), Int(bench_batch_size(batch, $0))) }
    }

    // MARK: In

    package func receive(_ batch: OpaquePointer, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
        while !hasEnded {
            let count = Int(bench_stream_read(stream, buffer + filled, Int32(Self.capacity - filled)))
            if count == 0 { return }
            hasEnded = count < 0
            if count > 0 {
                filled += count
                takeFrames(body)
            }
        }
    }

    private func takeFrames(_ body: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
        let header = channel == nil ? 2 : 4
        var start = 0
        while filled - start >= header {
            let frame = buffer + start
            let count = Int(frame[header - 2]) << 8 | Int(frame[header - 1])
            // Of STUN messages the length leaves out twelve bytes more of the header; they have no padding.
            let isSTUN = channel != nil && frame[0] < 0x40
            let total = isSTUN ? 20 + count : header + count + (channel == nil ? 0 : -count & 3)
            guard filled - start >= total else { break }
            if !isSTUN { body(frame + header, count) }
            start += total
        }
        if start > 0 { buffer.update(from: buffer + start, count: filled - start) }
        filled -= start
    }
}
