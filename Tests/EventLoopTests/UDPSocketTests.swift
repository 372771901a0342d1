import Bytes
import EventLoop
import Glibc
import Testing

@Suite struct UDPSocketTests {
    private let loopback = SocketAddress(ipv4: 0x7f00_0001, port: 0)

    private func at(_ port: UInt16) -> SocketAddress { SocketAddress(ipv4: 0x7f00_0001, port: port) }

    private func receive(_ count: Int, on socket: borrowing UDPSocket) -> [[UInt8]] {
        var batch = ReceiveBatch()
        var datagrams: [[UInt8]] = []
        let deadline = MonotonicClock.now() + .seconds(5)
        while datagrams.count < count, MonotonicClock.now() < deadline {
            guard batch.receive(from: socket.descriptor) else { continue }
            for index in 0..<batch.count {
                datagrams.append(batch.array(index))
            }
        }
        return datagrams
    }

    private func queue(
        _ payloads: [[UInt8]], to destination: SocketAddress, _ queue: inout SendQueue, _ tail: inout SendTail
    ) {
        for payload in payloads {
            queue.append(payload, to: destination, tail: &tail)
        }
    }

    /// From then on the kernel refuses to cut datagrams apart, as it does on some ways out: it has no checksums to put into them.
    private func refuseSegments(_ socket: borrowing UDPSocket) {
        var without: Int32 = 1
        setsockopt(socket.descriptor, SOL_SOCKET, SO_NO_CHECK, &without, 4)
    }

    @Test(arguments: [true, false]) func runsOfEqualSizeArriveAsTheDatagramsTheyWere(isCutApartByKernel: Bool) throws {
        var sender = try UDPSocket(bind: loopback)
        if !isCutApartByKernel { refuseSegments(sender) }
        let first = try UDPSocket(bind: loopback)
        let second = try UDPSocket(bind: loopback)
        var waiting = SendQueue(capacity: 64)
        var tails = (SendTail(), SendTail())
        // Interleaved as a relay writes them: each packet to every receiver.
        let sizes = [1000, 1000, 1000, 400, 1200, 1200, 7]
        for (number, size) in sizes.enumerated() {
            let payload = [[UInt8](repeating: UInt8(number), count: size)]
            queue(payload, to: at(first.port), &waiting, &tails.0)
            queue(payload, to: at(second.port), &waiting, &tails.1)
        }
        let refused = sender.flush(&waiting)
        #expect(refused == 0)
        let isEmpty = waiting.isEmpty
        #expect(isEmpty)
        let expected = sizes.enumerated().map { [UInt8](repeating: UInt8($0), count: $1) }
        let atFirst = receive(sizes.count, on: first)
        #expect(atFirst == expected)
        let atSecond = receive(sizes.count, on: second)
        #expect(atSecond == expected)
    }

    @Test(arguments: [true, false]) func whatLiesInOnePieceArrivesAsTheDatagramsItWas(isCutApartByKernel: Bool) throws {
        var sender = try UDPSocket(bind: loopback)
        if !isCutApartByKernel { refuseSegments(sender) }
        let receiver = try UDPSocket(bind: loopback)
        var waiting = SendQueue(capacity: 64)
        var tail = SendTail()
        var other = SendTail()
        let payloads = [900, 900, 900, 31, 1000, 1000, 2].enumerated().map { [UInt8](repeating: UInt8($0), count: $1) }
        queue(Array(payloads.prefix(2)), to: at(receiver.port), &waiting, &tail)
        // What is for somebody else parts the run into two pieces.
        queue([[0xff]], to: at(sender.port), &waiting, &other)
        queue(Array(payloads.dropFirst(2)), to: at(receiver.port), &waiting, &tail)
        let refused = sender.flush(&waiting)
        #expect(refused == 0)
        let arrived = receive(payloads.count, on: receiver)
        #expect(arrived == payloads)
    }

    @Test func moreDatagramsThanOneSystemCallTakesAllArrive() throws {
        var sender = try UDPSocket(bind: loopback)
        let receiver = try UDPSocket(bind: loopback)
        var waiting = SendQueue(capacity: 2000)
        var tail = SendTail()
        let payloads = (0..<1500).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 100 + $0 % 3) }
        queue(payloads, to: at(receiver.port), &waiting, &tail)
        let refused = sender.flush(&waiting)
        #expect(refused == 0)
        let arrived = receive(1500, on: receiver)
        #expect(arrived == payloads)
    }

    @Test func aRefusedDestinationCostsOnlyItsOwnDatagrams() throws {
        var sender = try UDPSocket(bind: loopback)
        let receiver = try UDPSocket(bind: loopback)
        var waiting = SendQueue(capacity: 8)
        var tails = (SendTail(), SendTail())
        // Port 0 is nowhere.
        queue([[1], [2]], to: at(0), &waiting, &tails.0)
        queue([[3]], to: at(receiver.port), &waiting, &tails.1)
        let refused = sender.flush(&waiting)
        #expect(refused > 0)
        let arrived = receive(1, on: receiver)
        #expect(arrived == [[3]])
    }

    @Test func aTakenPortSaysWhy() throws {
        let taken = try UDPSocket(bind: loopback)
        let port = taken.port
        #expect(port != 0)
        #expect(throws: EventLoopError.self) { _ = try UDPSocket(bind: SocketAddress(ipv4: 0xc000_0201, port: 0)) }
    }

    private final class Held {
        let socket: UDPSocket
        init(_ address: SocketAddress) throws { socket = try UDPSocket(bind: address) }
    }

    @Test func aPortThatTheKernelChoosesIsNobodyElses() throws {
        let held = try (0..<500).map { _ in try Held(loopback) }
        #expect(Set(held.map { $0.socket.port }).count == held.count)
        // And shared with the other workers all the same.
        _ = try UDPSocket(bind: at(held[0].socket.port))
    }

    @Test func bothFamiliesReachASocketBoundToAnyAddress() throws {
        let any = try UDPSocket(bind: SocketAddress(high: 0, low: 0, port: 0))
        var sender = try UDPSocket(bind: loopback)
        var waiting = SendQueue(capacity: 4)
        var tail = SendTail()
        queue([[9]], to: at(any.port), &waiting, &tail)
        _ = sender.flush(&waiting)
        let arrived = receive(1, on: any)
        #expect(arrived == [[9]])
    }
}
