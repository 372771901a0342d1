import Bytes
import EventLoop
import Foundation
import Testing

@Suite struct PacketRingTests {
    private let address = SocketAddress(ipv4: 0x7f00_0001, port: 5)

    private func push(_ bytes: [UInt8], _ kind: UInt8, into ring: PacketRing) -> Bool {
        ring.push(kind: kind, address: address, bytes.span.bytes)
    }

    private func first(of ring: PacketRing) -> [UInt8] {
        let bytes = ring.firstBytes(count: ring.first()?.count ?? 0)
        return bytes.bytes.array()
    }

    @Test func datagramsComeOutInOrderWithTheirAddresses() {
        let ring = PacketRing(capacity: 4)
        for number in UInt8(0)..<3 {
            let bytes = [UInt8](repeating: number, count: Int(number) + 1)
            #expect(push(bytes, number, into: ring))
        }
        for number in UInt8(0)..<3 {
            let header = ring.first()
            #expect(header?.kind == number)
            #expect(header?.address == address)
            #expect(first(of: ring) == [UInt8](repeating: number, count: Int(number) + 1))
            ring.pop()
        }
        #expect(ring.first() == nil)
    }

    @Test func aFullRingRefuses() {
        let ring = PacketRing(capacity: 2)
        let bytes: [UInt8] = [1]
        #expect(push(bytes, 0, into: ring))
        #expect(push(bytes, 0, into: ring))
        #expect(!push(bytes, 0, into: ring))
        ring.pop()
        #expect(push(bytes, 0, into: ring))
    }

    @Test func aDatagramLargerThanASlotIsRefused() {
        let ring = PacketRing(capacity: 2)
        let bytes = [UInt8](repeating: 0, count: PacketRing.slotSize + 1)
        #expect(!push(bytes, 0, into: ring))
    }

    @Test func twoThreadsExchangeManyDatagramsUnharmed() {
        let ring = PacketRing(capacity: 64)
        let count = 20_000
        let writer = Thread {
            for number in 0..<count {
                let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 100 + 1)
                while !push(bytes, 0, into: ring) { sched_yield() }
            }
        }
        writer.start()
        for number in 0..<count {
            while ring.first() == nil { sched_yield() }
            #expect(first(of: ring) == [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 100 + 1))
            ring.pop()
        }
    }
}
