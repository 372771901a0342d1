import Bytes
import MediaParameters
import SecureTransport
import Testing

@Suite struct DTLSHandshakeTests {
    @Test func bothSidesEndWithTheSameKeys() {
        var generator = SeededGenerator(seed: 1)
        var network = DTLSNetwork()
        network.run(until: MonotonicTime(milliseconds: 1000), using: &generator)
        #expect(network.client.state == .connected && network.server.state == .connected)
        #expect(network.client.keys != nil)
        #expect(network.client.keys == network.server.keys?.reversed)
        #expect(network.client.keys?.profile == .aeadAES128GCM)
        // Two round trips at 1 ms each way: nothing waited for a timer.
        #expect(network.now <= MonotonicTime(milliseconds: 4))
        #expect(network.client.deadline == .never && network.server.deadline == .never)
    }

    @Test func everyHandshakeHasItsOwnKeys() {
        var generator = SeededGenerator(seed: 1)
        var keys: [SRTPKeyMaterial?] = []
        for _ in 0..<2 {
            var network = DTLSNetwork()
            network.run(until: MonotonicTime(milliseconds: 1000), using: &generator)
            keys.append(network.client.keys)
        }
        #expect(keys[0] != keys[1])
    }

    @Test func datagramsStayWithinTheMTU() {
        let (client, server) = (DTLSPeer(.client), DTLSPeer(.server))
        for _ in 0..<6 {
            for datagram in client.datagrams() {
                #expect(datagram.count <= 1200)
                server.receive(datagram)
            }
            for datagram in server.datagrams() {
                #expect(datagram.count <= 1200)
                client.receive(datagram)
            }
        }
        #expect(server.state == .connected)
    }

    @Test(arguments: 1...60)
    func lossReorderAndDuplicationOnlyCostTime(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var network = DTLSNetwork()
        network.loss = 0.3
        network.duplication = 0.2
        network.delay = 1...60
        network.run(until: MonotonicTime(milliseconds: 10_000), using: &generator)
        #expect(network.client.state == .connected && network.server.state == .connected, "seed \(seed)")
        #expect(network.client.keys == network.server.keys?.reversed)
        // Flights, not storms.
        #expect(network.sent < 150)
    }

    /// Whichever datagram of the handshake is lost, in either direction, the handshake completes one or two timers later.
    @Test(arguments: [true, false], 0..<6)
    func anySingleLostDatagramIsRepaired(toServer: Bool, lost: Int) {
        let (client, server) = (DTLSPeer(.client), DTLSPeer(.server))
        var count = 0
        var now = MonotonicTime.zero
        while now < MonotonicTime(milliseconds: 2000), !(client.state == .connected && server.state == .connected) {
            for (from, to, isLossy) in [(client, server, toServer), (server, client, !toServer)] {
                for datagram in from.datagrams() {
                    if isLossy { count += 1 }
                    if !isLossy || count != lost + 1 { to.receive(datagram, now: now) }
                }
            }
            now = now + .milliseconds(10)
            client.advance(to: now)
            server.advance(to: now)
        }
        #expect(client.state == .connected && server.state == .connected)
        #expect(client.keys == server.keys?.reversed)
        #expect(now <= MonotonicTime(milliseconds: 400))
    }

    @Test func flightsAreRepeatedAt100MillisecondsAndDoublingForTenSeconds() {
        let client = DTLSPeer(.client)
        var sendings: [Int64] = [0]
        #expect(client.datagrams().count == 1)
        while client.state == .handshaking {
            let now = client.deadline
            client.advance(to: now)
            let datagrams = client.datagrams()
            if !datagrams.isEmpty { sendings.append(now.milliseconds) }
        }
        #expect(sendings == [0, 100, 300, 700, 1500, 3100, 4700, 6300, 7900, 9500])
        #expect(client.state == .failed(.timeout))
        #expect(client.deadline == .never)
    }

    @Test func aServerThatNobodyGreetsGivesUpAfterTenSeconds() {
        let server = DTLSPeer(.server, now: MonotonicTime(milliseconds: 500))
        #expect(server.deadline == MonotonicTime(milliseconds: 10_500))
        server.advance(to: MonotonicTime(milliseconds: 10_499))
        #expect(server.state == .handshaking)
        server.advance(to: MonotonicTime(milliseconds: 10_500))
        #expect(server.state == .failed(.timeout))
    }

    @Test(arguments: [DTLSRole.client, .server])
    func M3_anotherCertificateThanAnnouncedGetsNoKeys(role: DTLSRole) throws {
        let wrong = try #require(Fingerprint(algorithm: .sha256, bytes: [UInt8](repeating: 7, count: 32)))
        let deceived = DTLSPeer(role, expecting: wrong)
        let other = DTLSPeer(role == .client ? .server : .client)
        var generator = SeededGenerator(seed: 1)
        var network =
            role == .client
            ? DTLSNetwork(client: deceived, server: other) : DTLSNetwork(client: other, server: deceived)
        network.run(until: MonotonicTime(milliseconds: 900), using: &generator)
        #expect(deceived.state == .failed(.fingerprintMismatch))
        #expect(deceived.keys == nil)
        // The other side learns it by an alert, or (as a client that had finished) was never connected.
        #expect(other.state == .failed(.alert))
    }

    @Test func M3_longerFingerprintsAreChecked() throws {
        for algorithm in [Fingerprint.Algorithm.sha384, .sha512] {
            let wrong = try #require(
                Fingerprint(algorithm: algorithm, bytes: [UInt8](repeating: 7, count: algorithm.byteCount)))
            let server = DTLSPeer(.server, expecting: wrong)
            var generator = SeededGenerator(seed: 1)
            var network = DTLSNetwork(server: server)
            network.run(until: MonotonicTime(milliseconds: 900), using: &generator)
            #expect(server.state == .failed(.fingerprintMismatch))
        }
    }

    @Test func closingTellsThePeer() {
        var generator = SeededGenerator(seed: 1)
        var network = DTLSNetwork()
        network.run(until: MonotonicTime(milliseconds: 1000), using: &generator)
        network.server.close()
        #expect(network.server.state == .closed)
        for datagram in network.server.datagrams() { network.client.receive(datagram) }
        #expect(network.client.state == .closed)
    }
}
