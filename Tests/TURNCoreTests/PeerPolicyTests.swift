import Bytes
import TURNCore
import Testing

@Suite struct PeerPolicyTests {
    static let addresses = [
        "127.0.0.1", "127.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "198.18.0.1", "198.19.255.255", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255", "0.0.0.0", "0.1.2.3",
    ]
    static let open = PeerPolicy.open(media: [], own: [], relayPorts: nil, allow: [], deny: [])

    static func range(_ text: String) -> AddressRange {
        guard let range = try? AddressRange(text) else { preconditionFailure("\(text) is no range") }
        return range
    }

    static func peer(_ host: String, port: UInt16 = 3478) -> SocketAddress { SocketAddress(host: host, port: port)! }

    @Test("T1: no peer inside the host or its networks", arguments: addresses)
    func internalAddressesAreDenied(_ host: String) throws {
        let relay = TestRelay.open()
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        #expect(client.permit(Self.peer(host)).code == 403)
        #expect(client.bind(0x4000, Self.peer(host)).code == 403)
        #expect(client.send("x", to: Self.peer(host)).relayed == nil)
        #expect(client.permit(Self.peer("8.8.8.8")).isSuccess)
    }

    @Test(
        "T2: loopback and unspecified addresses of IPv6",
        arguments: ["::1", "::", "::2", "fe80::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "100::1"])
    func internalIPv6AddressesAreDenied(_ host: String) {
        #expect(!Self.open.permits(Self.peer(host)))
        #expect(!Self.open.permits(host: Self.peer(host)))
        #expect(Self.open.permits(Self.peer("2606:4700::1111")))
    }

    static func disguises(of ipv4: UInt32) -> [SocketAddress] {
        let value = UInt64(ipv4)
        let pairs: [(UInt64, UInt64)] = [
            (0, 0xffff_0000_0000 | value), (0, value), (0, 0xffff_0000_0000_0000 | value),
            (0x2002 << 48 | value << 16, 1),
            (0x2001_0000_0808_0808, ~value & 0xffff_ffff), (0x2001_0000 << 32 | value, 0), (0x0064_ff9b << 32, value),
            (0x0064_ff9b_0001_0000, value), (0x2606_4700 << 32, 0x5efe << 32 | value),
            (0x2606_4700 << 32, 0x0200_5efe << 32 | value),
        ]
        return pairs.map { SocketAddress(high: $0.0, low: $0.1, port: 3478) }
    }

    @Test("T3: no IPv4 address passes in the clothes of IPv6", arguments: addresses)
    func disguisedAddressesAreDenied(_ host: String) {
        for peer in Self.disguises(of: Self.peer(host).ipv4) {
            #expect(!Self.open.permits(peer), "\(peer)")
            #expect(!Self.open.permits(host: peer), "\(peer)")
        }
        // An operator who allows all of IPv6 has not allowed what is inside.
        let generous = PeerPolicy.open(media: [], own: [], relayPorts: nil, allow: [Self.range("::/0")], deny: [])
        for peer in Self.disguises(of: Self.peer(host).ipv4) { #expect(!generous.permits(peer), "\(peer)") }
        #expect(generous.permits(Self.peer("fd00::5")))
    }

    @Test("T3: NAT64 to the public internet is no disguise") func translatedPublicAddressIsAllowed() {
        #expect(Self.open.permits(Self.peer("64:ff9b::808:808")))
    }

    @Test("T5: ranges are compared as whole numbers") func rangesAreLexicographic() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let base = SocketAddress(high: random.next(), low: random.next(), port: 0)
            let prefix = Int.random(in: 0...128, using: &random)
            let range = try #require(AddressRange(base, prefix: prefix))
            var other = base
            let bit = Int.random(in: 0..<128, using: &random)
            if bit < 64 { other.high ^= 1 << UInt64(63 - bit) } else { other.low ^= 1 << UInt64(127 - bit) }
            let number = { (address: SocketAddress) in UInt128(address.high) << 64 | UInt128(address.low) }
            let mask: UInt128 = prefix == 0 ? 0 : ~UInt128(0) << UInt128(128 - prefix)
            let expected = number(other) & mask == number(base) & mask
            #expect(range.contains(other) == expected, "\(base)/\(prefix), \(other)")
            #expect(range.contains(base))
        }
    }

    @Test(
        "T6: a malformed range is no range",
        arguments: [
            "10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "::/129", "10.0.0.0/", "/8", "", "10.0.0.0/+8", "10.0.0.0/8/8",
            "localhost", "2001:db8::1/32", "10.0.0.0/ 8",
        ])
    func malformedRangesAreRefused(_ text: String) {
        #expect(throws: AddressRangeError.self) { try AddressRange(text) }
    }

    @Test("T7: nothing of this server but its media") func ownBackEndsAreDenied() {
        let media = Self.peer("203.0.114.9", port: 4001)
        let own = [Self.peer("8.1.2.3", port: 0)]
        let policy = PeerPolicy.open(
            media: [media], own: own, relayPorts: 50_000...50_100, allow: [Self.range("8.0.0.0/8")], deny: [])
        #expect(policy.permits(media))
        #expect(!policy.permits(Self.peer("203.0.114.9", port: 9090)))
        #expect(!policy.permits(Self.peer("8.1.2.3", port: 4001)))
        #expect(policy.permits(Self.peer("203.0.114.9", port: 50_007)))
        #expect(!policy.permits(Self.peer("64:ff9b::cb00:7209", port: 4001)))
        let closed = PeerPolicy.closed(media: [media])
        #expect(closed.permits(media) && closed.permits(host: media))
        #expect(!closed.permits(Self.peer("203.0.114.9", port: 4002)))
        #expect(!closed.permits(host: Self.peer("8.8.8.8")))
    }

    @Test("T7: what listens at another address of this machine is no client of the relay, whatever its port")
    func onlyTheMediaHostHasRelayedPorts() {
        let own = [Self.peer("127.0.0.1", port: 0), Self.peer("::1", port: 0), Self.peer("8.1.2.3", port: 0)]
        let policy = PeerPolicy.open(
            media: [Self.peer("203.0.114.9", port: 4001)], own: own, relayPorts: 50_000...50_100, allow: [], deny: [])
        for host in ["127.0.0.1", "::1", "8.1.2.3"] {
            #expect(!policy.permits(host: Self.peer(host)) && !policy.permits(Self.peer(host, port: 50_007)), "\(host)")
        }
    }

    @Test func whatIsAllowedWinsOverWhatIsDenied() {
        let policy = PeerPolicy.open(
            media: [], own: [], relayPorts: nil, allow: [Self.range("10.1.0.0/16"), Self.range("9.9.9.9")],
            deny: [Self.range("10.0.0.0/8"), Self.range("9.0.0.0/8"), Self.range("2600::/12")])
        #expect(policy.permits(Self.peer("10.1.1.1")) && policy.permits(Self.peer("9.9.9.9")))
        #expect(!policy.permits(Self.peer("10.2.0.1")) && !policy.permits(Self.peer("9.9.9.8")))
        #expect(!policy.permits(Self.peer("2606::1")) && policy.permits(Self.peer("2a00::1")))
    }
}
