import Bytes
import EventLoop

/// A peer behind a relay: it sends every datagram back twice, to where it came from.
struct EchoingPeer: ~Copyable {
    private var socket: UDPSocket
    private var batch = ReceiveBatch()
    private var queue = SendQueue(capacity: 256)
    private(set) var sources: Set<SocketAddress> = []

    init() throws { socket = try UDPSocket(bind: SocketAddress(ipv4: 0x7f00_0001, port: 0)) }

    var address: SocketAddress { SocketAddress(ipv4: 0x7f00_0001, port: socket.port) }

    mutating func echoTwice() {
        while batch.receive(from: socket.descriptor) {
            for place in 0..<batch.count {
                let source = batch.header(place).source
                sources.insert(source)
                var tail = SendTail()
                for _ in 0..<2 { queue.append(batch.array(place), to: source, tail: &tail) }
            }
            _ = socket.flush(&queue)
        }
    }
}
