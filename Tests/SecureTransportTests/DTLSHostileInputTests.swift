import Bytes
import Glibc
import MediaParameters
import SecureTransport
import Testing

/// Handshakes as browsers split them and attackers bend them.
@Suite struct DTLSHostileInputTests {
    // Records made here are numbered from 10: the client's own later ones must not look like replays of them.
    private static func hello() -> (client: DTLSPeer, message: HandshakeMessage) {
        let client = DTLSPeer(.client)
        return (client, HandshakeMessage(client.datagrams()[0]))
    }

    private static func finish(_ client: DTLSPeer, _ server: DTLSPeer) {
        for _ in 0..<4 {
            for datagram in server.datagrams() { client.receive(datagram) }
            for datagram in client.datagrams() { server.receive(datagram) }
        }
    }

    /// Chromium's and Firefox's hello never fits one datagram.
    @Test(arguments: [[0, 1], [1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 0, 1]])
    func aHelloInTwoDatagramsIsPutTogetherInAnyOrder(order: [Int]) {
        let (client, message) = Self.hello()
        let middle = message.body.count / 2
        let ranges = [0..<middle, middle..<message.body.count]
        let server = DTLSPeer(.server)
        for (record, part) in order.enumerated() {
            #expect(server.state == .handshaking)
            server.receive(message.fragment(ranges[part], record: UInt8(10 + record)))
        }
        Self.finish(client, server)
        #expect(server.state == .connected && client.state == .connected)
    }

    @Test func M4_manySmallOverlappingFragmentsAreFine() {
        let (client, message) = Self.hello()
        let server = DTLSPeer(.server)
        for (record, start) in stride(from: 0, to: message.body.count, by: 6).enumerated() {
            server.receive(
                message.fragment(start..<min(start + 9, message.body.count), record: UInt8(10 + record)))
        }
        Self.finish(client, server)
        #expect(server.state == .connected)
    }

    /// An empty fragment of a message that is not empty may end the handshake, but must not hang it (as in CVE-2022-29190) or get it further.
    @Test func M4_emptyFragmentsDoNotHang() {
        let (_, message) = Self.hello()
        let server = DTLSPeer(.server)
        for record in 10..<40 { server.receive(message.fragment(0..<0, record: UInt8(record))) }
        #expect(server.state == .handshaking || server.state == .failed(.protocolError))
        #expect(server.datagrams().allSatisfy { $0[0] == 21 })
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5])
    func garbageBetweenFlightsIsIgnored(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (client, server) = (DTLSPeer(.client), DTLSPeer(.server))
        let garbage = { (peer: DTLSPeer, generator: inout SeededGenerator) in
            for first in [UInt8(0), 19, 20, 21, 22, 23, 24, 63, 64, 0x80] {
                let count = Int.random(in: 0...200, using: &generator)
                // Not the record header of our version: what looks like a real message of the peer is the peer's.
                peer.receive([first, 0x55] + (0..<count).map { _ in .random(in: 0...255, using: &generator) })
            }
            peer.receive([])
            peer.receive([22])
        }
        for _ in 0..<4 {
            for (from, to) in [(client, server), (server, client)] {
                garbage(to, &generator)
                for datagram in from.datagrams() { to.receive(datagram) }
                garbage(to, &generator)
            }
        }
        #expect(client.state == .connected && server.state == .connected)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func bentDatagramsNeverTrap(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let (client, server) = (DTLSPeer(.client), DTLSPeer(.server))
            for _ in 0..<4 {
                for (from, to) in [(client, server), (server, client)] {
                    for datagram in from.datagrams() {
                        to.receive(Self.bent(datagram, using: &generator))
                        to.receive(Array(datagram.prefix(.random(in: 0...datagram.count, using: &generator))))
                        to.receive(datagram)
                    }
                }
            }
            #expect(client.keys == nil || server.keys == nil || client.keys == server.keys?.reversed)
        }
    }

    private static func bent(_ datagram: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var result = datagram
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            result[.random(in: 0..<result.count, using: &generator)] = .random(in: 0...255, using: &generator)
        }
        return result
    }

    @Test func truncatedHellosOfEveryLengthAreSurvived() {
        let (client, message) = Self.hello()
        let whole = message.fragment(0..<message.body.count, record: 0)
        let server = DTLSPeer(.server)
        for count in 0..<whole.count { server.receive(Array(whole[..<count])) }
        #expect(server.state == .handshaking)
        server.receive(message.fragment(0..<message.body.count, record: 20))
        Self.finish(client, server)
        #expect(server.state == .connected)
    }

    @Test func M4_aLengthBeyondAllReasonIsRefused() {
        let (_, message) = Self.hello()
        var fragment = message.fragment(0..<100, record: 0)
        // 16 MiB announced.
        (fragment[14], fragment[15], fragment[16]) = (0xff, 0xff, 0xff)
        let server = DTLSPeer(.server)
        server.receive(fragment)
        #expect(server.state == .failed(.protocolError))
    }

    @Test func M1_repeatedHellosDoNotDisturbAConnectedPeer() {
        let (client, message) = Self.hello()
        let hello = message.fragment(0..<message.body.count, record: 0)
        let server = DTLSPeer(.server)
        server.receive(hello)
        Self.finish(client, server)
        let keys = server.keys
        // A forged alert in the clear, and a new hello.
        server.receive([21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 2, 40])
        server.receive(message.fragment(0..<message.body.count, record: 100))
        server.receive(hello)
        #expect(server.state == .connected)
        #expect(server.keys == keys)
    }

    /// One test, because two that watch the memory of one process would watch each other.
    @Test func M4_halfOpenHandshakesTakeLittleMemory() throws {
        let (_, message) = Self.hello()
        let hello = message.fragment(0..<message.body.count, record: 0)
        let (waiting, ordinary) = try Self.memory(of: 1000) { $0.receive(hello) }
        #expect(ordinary < 60_000, "\(ordinary) bytes each")
        for server in waiting { server.advance(to: MonotonicTime(milliseconds: 10_000)) }
        #expect(waiting.allSatisfy { $0.state == .failed(.timeout) })

        // Encrypted records before their keys: a few are kept, in case Finished has overtaken the rest of its flight.
        let body = [UInt8](repeating: 1, count: 1000)
        let (flooded, each) = try Self.memory(of: 200) { server in
            server.receive(hello)
            for number in 0..<UInt8(100) {
                server.receive([22, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, number, 0x03, 0xe8] + body)
            }
        }
        #expect(each < 250_000, "\(each) bytes each")
        // All are still alive here, or the second lot would have lived in the memory of the first.
        #expect((waiting + flooded).count { $0.state == .handshaking } == 200)
    }

    /// Servers that have received something, and the resident bytes that each costs.
    private static func memory(of count: Int, after receive: (DTLSPeer) -> Void) throws -> ([DTLSPeer], Int) {
        let before = try residentBytes()
        let servers = (0..<count).map { _ in DTLSPeer(.server) }
        for server in servers { receive(server) }
        return (servers, (try residentBytes() - before) / count)
    }

    /// Resident memory of this process, from /proc/self/statm.
    private static func residentBytes() throws -> Int {
        let file = try #require(fopen("/proc/self/statm", "r"))
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        try #require(fgets(&buffer, 128, file) != nil)
        let fields = String(decoding: buffer.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
        return try #require(Int(fields[1])) * 4096
    }
}
