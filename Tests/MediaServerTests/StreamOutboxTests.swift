import Bytes
import EventLoop
import MediaServer
import STUN
import Testing

@testable import MediaServer

@Suite("What waits for a connection") struct StreamOutboxTests {
    static let check: [UInt8] = [0x01, 0x01, 0, 0, 0x21, 0x12, 0xa4, 0x42] + [UInt8](repeating: 7, count: 12)

    private func media(_ number: UInt8, count: Int = 1000) -> [UInt8] {
        [0x80, number] + [UInt8](repeating: number, count: count - 2)
    }

    private func packets(of outbox: StreamOutbox) -> [[UInt8]] {
        var decoder = StreamFrameDecoder(.iceTCP)
        var packets: [[UInt8]] = []
        outbox.take { bytes in
            let good = decoder.decode(RawSpan(_unsafeBytes: bytes)) {
                packets.append($0.array())
                return true
            }
            #expect(good)
        }
        #expect(decoder.heldCount == 0, "only whole frames")
        return packets
    }

    private func add(_ packets: [[UInt8]], to outbox: StreamOutbox) {
        outbox.begin()
        for packet in packets { outbox.add(packet.span.bytes) }
        if outbox.end() { outbox.tell() }
    }

    @Test("comes out in order, and is announced once however much there is")
    func order() {
        let told = Counter()
        let outbox = StreamOutbox(.iceTCP) { told.add() }
        add([media(1), Self.check], to: outbox)
        add([media(2)], to: outbox)
        #expect(told.count == 1)
        #expect(packets(of: outbox) == [media(1), Self.check, media(2)])
        add([media(3)], to: outbox)
        #expect(told.count == 2)
        #expect(packets(of: outbox) == [media(3)])
        #expect(packets(of: outbox).isEmpty)
    }

    @Test("T20: the oldest media goes first, checks and handshakes stay, and the newest media is there")
    func oldestFirst() {
        var limits = StreamOutboxLimits()
        limits.bytes = 20_000
        let outbox = StreamOutbox(.iceTCP, limits: limits) {}
        add([Self.check], to: outbox)
        for number in UInt8(0)..<60 { add([media(number)], to: outbox) }
        let left = packets(of: outbox)
        #expect(left.first == Self.check)
        #expect(left.last == media(59))
        let numbers = left.dropFirst().map { Int($0[1]) }
        #expect(numbers == Array((60 - numbers.count)..<60))
        #expect((9...20).contains(numbers.count))
        #expect(outbox.state == .open)
    }

    @Test("T20: a client that reads nothing is given up, one that reads slowly is not")
    func patience() {
        var limits = StreamOutboxLimits()
        limits.bytes = 10_000
        limits.patience = 50_000
        let slow = StreamOutbox(.iceTCP, limits: limits) {}
        let dead = StreamOutbox(.iceTCP, limits: limits) {}
        for number in UInt8(0)..<200 {
            add([media(number)], to: slow)
            add([media(number)], to: dead)
            if number % 30 == 0 { slow.take { _ in } }
        }
        #expect(slow.state == .open)
        #expect(dead.state == .overrun)
        #expect(packets(of: dead).isEmpty)
    }

    @Test("T20: what must not be thrown away is bounded too")
    func checksOnly() {
        var limits = StreamOutboxLimits()
        limits.bytes = 1_000
        limits.patience = 5_000
        let outbox = StreamOutbox(.iceTCP, limits: limits) {}
        for _ in 0..<400 { add([Self.check], to: outbox) }
        #expect(outbox.state == .overrun)
    }

    @Test("what was added before the end still comes out, nothing after it")
    func finish() {
        let outbox = StreamOutbox(.iceTCP) {}
        add([media(1)], to: outbox)
        outbox.finish()
        add([media(2)], to: outbox)
        #expect(outbox.state == .finished)
        #expect(packets(of: outbox) == [media(1)])
    }

    final class Counter: @unchecked Sendable {
        private let mutex = PthreadMutex()
        private var value = 0
        func add() { mutex.withLock { value += 1 } }
        var count: Int { mutex.withLock { value } }
    }
}
