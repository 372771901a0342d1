import Bytes
import EventLoop
import Testing

@Suite("Sockets behind relayed addresses") struct RelaySocketsTests {
    private static let first = SocketAddress(ipv4: 0x7f00_0001, port: 0)

    /// A peer, which knows datagrams by where they come from.
    private struct Peer: ~Copyable {
        var socket: UDPSocket
        let address: SocketAddress

        init(ipv4: Bool = true) throws {
            let host = ipv4 ? first : SocketAddress(high: 0, low: 1, port: 0)
            socket = try UDPSocket(bind: host)
            address = SocketAddress(high: host.high, low: host.low, port: socket.port)
        }

        func receive(_ count: Int) -> [SocketAddress: [[UInt8]]] {
            var batch = ReceiveBatch()
            var found: [SocketAddress: [[UInt8]]] = [:]
            var total = 0
            let deadline = MonotonicClock.now() + .seconds(5)
            while total < count, MonotonicClock.now() < deadline {
                guard batch.receive(from: socket.descriptor) else { continue }
                for index in 0..<batch.count {
                    found[batch.header(index).source, default: []].append(batch.array(index))
                }
                total += batch.count
            }
            return found
        }
    }

    private let sockets: RelaySockets

    init() throws {
        sockets = RelaySockets(loop: try EventLoop(name: "test"))
    }

    /// A relayed address on a port that is free.
    private func open(_ host: SocketAddress = first) throws -> (id: UInt32, address: SocketAddress) {
        for _ in 0..<100 {
            var address = host
            address.port = .random(in: 20_000...60_000)
            if let id = sockets.open(address) { return (id, address) }
        }
        throw EventLoopError.system(call: "bind", errno: 0)
    }

    private func send(_ payload: [UInt8], from id: UInt32, to peer: SocketAddress) -> Bool {
        sockets.send(payload.span.bytes, from: id, to: peer)
    }

    @Test("what is sent in one turn leaves from the address that it was given to, in order, whatever its size")
    func ownAddresses() throws {
        let one = try Peer()
        let other = try Peer()
        let relays = [try open(), try open(), try open()]
        let payloads = (0..<40).map { [UInt8](repeating: UInt8($0), count: $0 % 5 == 4 ? 300 : 1000) }
        for payload in payloads {
            for relay in relays {
                #expect(send(payload, from: relay.id, to: one.address))
                #expect(send(payload, from: relay.id, to: other.address))
            }
        }
        sockets.flush()
        let expected = Dictionary(uniqueKeysWithValues: relays.map { ($0.address, payloads) })
        let (atOne, atOther) = (one.receive(120), other.receive(120))
        #expect(atOne == expected)
        #expect(atOther == expected)
        #expect(sockets.refused == 0)
    }

    @Test("both families go out in the same turn") func families() throws {
        let one = try Peer()
        let other = try Peer(ipv4: false)
        let relays = (try open(), try open(SocketAddress(high: 0, low: 1, port: 0)))
        for number in UInt8(0)..<3 {
            #expect(send([number], from: relays.0.id, to: one.address))
            #expect(send([number, number], from: relays.1.id, to: other.address))
        }
        sockets.flush()
        let (atOne, atOther) = (one.receive(3), other.receive(3))
        #expect(atOne == [relays.0.address: [[0], [1], [2]]])
        #expect(atOther == [relays.1.address: [[0, 0], [1, 1], [2, 2]]])
    }

    @Test("what was queued before an address closes still goes out, and nothing of it from who gets its number next")
    func closing() throws {
        let peer = try Peer()
        let before = try open()
        #expect(send([1], from: before.id, to: peer.address))
        sockets.close(before.id)
        #expect(!send([2], from: before.id, to: peer.address))
        let after = try open()
        #expect(after.id == before.id)
        #expect(send([3], from: after.id, to: peer.address))
        sockets.flush()
        let arrived = peer.receive(2)
        #expect(arrived == [before.address: [[1]], after.address: [[3]]])
    }

    @Test("more than a turn's room goes out in between") func overflow() throws {
        let peer = try Peer()
        let relay = try open()
        let payloads = (0..<1200).map { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        for payload in payloads { #expect(send(payload, from: relay.id, to: peer.address)) }
        sockets.flush()
        let arrived = peer.receive(1200)
        #expect(arrived == [relay.address: payloads])
    }
}
