import Bytes
import EventLoop
import Glibc
import Synchronization
import Testing

@Suite struct PacedLoopTests {
    /// Reads relayed sockets, and counts its turns.
    private actor Reader: EventLoopHandler {
        nonisolated let loop: EventLoop
        nonisolated let turns = Atomic<Int>(0)
        nonisolated let received = Atomic<Int>(0)
        private let sockets: RelaySockets
        private var batch = ReceiveBatch()

        init(loop: EventLoop) {
            self.loop = loop
            sockets = RelaySockets(loop: loop)
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        func open() -> SocketAddress? {
            for _ in 0..<100 {
                let address = SocketAddress(ipv4: 0x7f00_0001, port: .random(in: 20_000...60_000))
                if sockets.open(address) != nil { return address }
            }
            return nil
        }

        nonisolated func turn(readable: Bool) -> TurnReport {
            assumeIsolated { $0.read() }
            return TurnReport()
        }

        private func read() {
            turns.add(1, ordering: .relaxed)
            loop.takeReady { id in
                if sockets.receive(id, into: &batch) { received.add(batch.count, ordering: .relaxed) }
            }
        }
    }

    @Test("what arrives at relayed addresses shares turns like everything else, and none of it is lost")
    func relays() async throws {
        let loop = try EventLoop(name: "test")
        let reader = Reader(loop: loop)
        loop.start(reader)
        let address = try #require(await reader.open())
        var socket = try UDPSocket(bind: SocketAddress(ipv4: 0x7f00_0001, port: 0))
        var queue = SendQueue(capacity: 4)
        let (began, before) = (MonotonicClock.now(), reader.turns.load(ordering: .relaxed))
        for number in UInt16(0)..<1000 {
            var tail = SendTail()
            queue.append([UInt8(number >> 8), UInt8(number & 0xff)], to: address, tail: &tail)
            _ = socket.flush(&queue)
            usleep(100)
        }
        while reader.received.load(ordering: .relaxed) < 1000, MonotonicClock.now() < began + .seconds(10) {
            usleep(1000)
        }
        #expect(reader.received.load(ordering: .relaxed) == 1000)
        // A turn each millisecond at the most, while a thousand datagrams would make a thousand turns in a tenth of a second.
        let milliseconds = Int((MonotonicClock.now() - began).milliseconds)
        #expect(reader.turns.load(ordering: .relaxed) - before <= milliseconds + milliseconds / 5 + 20)
        loop.stop()
    }
}
