import CBench
import Glibc

/// TURN over UDP: ChannelData to one peer behind the relay.
package final class RelayedDatagramPath: PacketPath {
    package let descriptor: Int32
    /// Where the peer sees this client.
    package let relayed: IPv4Address
    private let channel: UInt16

    package init(relay: RelayServer, peer: IPv4Address, challenge: RelayChallenge) throws(PathFailure) {
        channel = RelayClient.channel
        let socket = bench_udp_connect(relay.host, relay.port, 1 << 20)
        guard socket >= 0 else { throw PathFailure("no socket to \(relay.host):\(relay.port)") }
        do throws(PathFailure) {
            let client = RelayClient(relay, challenge) { request throws(PathFailure) in
                try Self.exchange(socket, request)
            }
            relayed = try client.open(to: peer)
        } catch {
            close(socket)
            throw error
        }
        descriptor = socket
    }

    deinit { close(descriptor) }

    /// A request is repeated each half second, five times (RFC 8489 §6.2.1 in short).
    private static func exchange(_ socket: Int32, _ request: [UInt8]) throws(PathFailure) -> [UInt8] {
        var answer = [UInt8](repeating: 0, count: 2048)
        for _ in 0..<5 {
            _ = Glibc.send(socket, request, request.count, 0)
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 500) == 1 else { continue }
            let count = recv(socket, &answer, answer.count, 0)
            if count >= 20, answer[8..<20] == request[8..<20] { return Array(answer[..<count]) }
        }
        throw PathFailure("the relay does not answer")
    }

    package func send(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        bench_channel_send(descriptor, channel, bytes, Int32(count)) == 1
    }

    package func send(batch: OpaquePointer, _ count: Int) -> Int {
        Int(bench_channel_send_batch(batch, descriptor, Int32(count), channel))
    }

    package func receive(_ batch: OpaquePointer, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
        for place in 0..<bench_batch_receive(batch, descriptor) {
            let (bytes, count) = (bench_batch_slot(batch, place), Int(bench_batch_length(batch, place)))
            guard count >= 4, UInt16(bytes[0]) << 8 | UInt16(bytes[1]) == channel else { continue }
            let length = Int(bytes[2]) << 8 | Int(bytes[3])
            if length <= count - 4 { body(bytes + 4, length) }
        }
    }
}
