import Bytes
import Foundation
import STUN
import SecureTransport
import TURNCore
import Testing

/// Attacks on TURN, each named as in the list of attacks.
@Suite struct AttackTests {
    static let peer = SocketAddress(host: "8.8.8.8", port: 3478)!

    @Test("T4: without a permission nothing passes either way, and permissions end after 300 s")
    func permissionsAreEnforced() throws {
        let relay = TestRelay.open()
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        #expect(client.send("x", to: Self.peer).relayed == nil)
        #expect(relay.fromPeer(5, Self.peer) == nil)
        #expect(client.permit(Self.peer).isSuccess)
        #expect(client.send("x", to: Self.peer).relayed != nil)
        #expect(relay.fromPeer(5, Self.peer)?.channel == 0)
        relay.advance(299)
        #expect(client.send("x", to: Self.peer).relayed != nil)
        relay.advance(2)
        #expect(client.send("x", to: Self.peer).relayed == nil)
        #expect(relay.fromPeer(5, Self.peer) == nil)
        #expect(relay.refused(.noPermission) == 4)
    }

    @Test("T4: a channel passes nothing once its permission has ended") func channelsNeedPermissions() {
        let relay = TestRelay.open()
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        #expect(client.bind(0x4000, Self.peer).isSuccess)
        #expect(client.channelData(0x4000, "x") != nil)
        relay.advance(301)
        #expect(client.channelData(0x4000, "x") == nil)
        #expect(relay.fromPeer(5, Self.peer) == nil)
        #expect(client.permit(Self.peer).isSuccess)
        #expect(client.channelData(0x4000, "x") != nil)
        _ = client.refresh(3600)
        relay.advance(250)
        #expect(client.permit(Self.peer).isSuccess)
        relay.advance(60)
        // 611 s after its binding, although the permission holds.
        #expect(client.channelData(0x4000, "x") == nil)
    }

    @Test("T8: no relaying of TCP") func tcpIsNotRelayed() {
        #expect(TURNClient(TestRelay()).allocate(transport: 6).code == 442)
    }

    @Test("T9: one member's allocations are limited, others' are not touched") func allocationsAreLimited() {
        let relay = TestRelay { $0.perMember = 3 }
        for port in 0..<3 { #expect(TURNClient(relay, port: UInt16(1000 + port)).allocate().isSuccess) }
        let fourth = TURNClient(relay, port: 1003)
        #expect(fourth.allocate().code == 486)
        // Another time of expiry makes no other member.
        #expect(TURNClient(relay, port: 1004, expires: 999_999).allocate().code == 486)
        #expect(TURNClient(relay, port: 1005, member: "boris").allocate().isSuccess)
        #expect(relay.refused(.quotaMember) == 2)
        relay.advance(601)
        #expect(fourth.allocate().isSuccess)
    }

    @Test("T9: one address's allocations and all together are limited") func addressesAreLimited() {
        let relay = TestRelay {
            $0.perAddress = 2
            $0.total = 3
        }
        for port in 0..<2 {
            #expect(TURNClient(relay, port: UInt16(1000 + port), member: "m\(port)").allocate().isSuccess)
        }
        #expect(TURNClient(relay, port: 1002, member: "m2").allocate().code == 486)
        #expect(TURNClient(relay, "198.51.100.8", member: "m3").allocate().isSuccess)
        #expect(TURNClient(relay, "198.51.100.9", member: "m4").allocate().code == 486)
    }

    @Test("T9: a repeated Allocate gets the same answer, another one 437, and failures cost nothing")
    func allocateIsIdempotent() {
        let relay = TestRelay { $0.perMember = 1 }
        let client = TURNClient(relay)
        #expect(client.allocate(transport: 6).code == 442)
        let first = client.allocate()
        #expect(first.isSuccess)
        #expect(client.allocate(repeats: true).bytes == first.bytes)
        #expect(client.allocate().code == 437)
        #expect(relay.allocationCount == 1)
        let thief = TURNClient(relay, member: "mallory")
        thief.nonce = client.nonce
        #expect(thief.refresh(0).code == 441)
    }

    @Test("T10: permissions and channels are limited") func tablesAreLimited() {
        let relay = TestRelay.open { $0.permissionsPerAllocation = 128 }
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        var refused = 0
        for number in 0..<10_000
        where client.permit(SocketAddress(ipv4: 0x0808_0000 + UInt32(number), port: 1)).code == 508 {
            refused += 1
        }
        #expect(refused == 10_000 - 128)
        let other = TURNClient(relay, port: 2000)
        #expect(other.allocate().isSuccess)
        let codes = (0..<100).map {
            other.bind(0x4000 + UInt16($0), SocketAddress(ipv4: 0x0808_0808, port: 1 + UInt16($0))).code
        }
        #expect(codes.filter { $0 == 508 }.count == 100 - 64)
        relay.advance(301)
        #expect(client.permit(Self.peer).isSuccess)
    }

    private func isValid(_ nonce: [UInt8], _ issuer: NonceIssuer, _ client: SocketAddress, _ now: MonotonicTime) -> Bool
    {
        issuer.isValid(nonce.span.bytes, from: client, now: now)
    }

    @Test("T11: nonces never repeat, and are good for their address, time and server only") func noncesAreSealed() {
        var issuer = NonceIssuer(key: Array("a".utf8), lifetime: .seconds(3600), offersUserhash: false)
        let other = NonceIssuer(key: Array("b".utf8), lifetime: .seconds(3600), offersUserhash: false)
        let home = Self.peer
        var seen: Set<[UInt8]> = []
        for number in 0..<100_000 {
            seen.insert(issuer.issue(to: home, now: MonotonicTime(milliseconds: Int64(number / 1000))))
        }
        #expect(seen.count == 100_000)
        let now = MonotonicTime(milliseconds: 1_000_000)
        let nonce = issuer.issue(to: home, now: now)
        #expect(isValid(nonce, issuer, home, now))
        #expect(!isValid(nonce, other, home, now))
        #expect(!isValid(nonce, issuer, SocketAddress(host: "8.8.8.9", port: 3478)!, now))
        #expect(isValid(nonce, issuer, home, now + .seconds(3600)))
        #expect(!isValid(nonce, issuer, home, now + .seconds(3601)))
        #expect(!isValid(nonce, issuer, home, now + .seconds(-1)))
        for place in nonce.indices {
            var changed = nonce
            changed[place] ^= 1
            #expect(!isValid(changed, issuer, home, now))
        }
    }

    @Test("T11: a stale or foreign nonce is answered 438 with a new one, and strangers leave nothing behind")
    func strangersLeaveNothing() {
        let relay = TestRelay()
        let client = TURNClient(relay)
        client.nonce = TURNClient(TestRelay(nonceKey: "another servers key")).challenge().nonce
        let stale = client.allocate()
        #expect(stale.code == 438)
        client.nonce = stale.nonce
        #expect(client.allocate().isSuccess)
        for number in 0..<20_000 {
            let stranger = FiveTuple(udp: SocketAddress(ipv4: UInt32(number) << 8, port: 5))
            #expect(relay.receive(client.plain(.allocate), from: stranger).code == 401)
        }
        #expect(relay.allocationCount == 1)
    }

    @Test("T11: a million strangers take no memory") func strangersTakeNoMemory() throws {
        let relay = TestRelay { $0.refusalsPerSecond = 25 }
        let request = TURNClient(relay).plain(.allocate)
        relay.ask(request, by: 100_000)
        let before = try Self.residentBytes()
        #expect(relay.ask(request, by: 1_000_000) > 0)
        #expect(try Self.residentBytes() - before < 4 << 20)
        #expect(relay.allocationCount == 0)
    }

    private static func residentBytes() throws -> Int {
        let words = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(words.dropFirst().first.flatMap { Int($0) }) * sysconf(Int32(_SC_PAGESIZE))
    }

    @Test("T12: a wrong integrity is refused wherever it differs") func everyByteOfTheTagCounts() throws {
        let relay = TestRelay()
        let client = TURNClient(relay)
        client.nonce = client.challenge().nonce
        let message = client.signed(.allocate) { $0.write(.requestedTransport, UInt32(17) << 24) }
        for place in (message.count - 20)..<message.count {
            var changed = message
            changed[place] ^= 0x10
            #expect(relay.receive(changed, from: client.tuple).code == 401)
        }
        #expect(relay.receive(message, from: client.tuple).isSuccess)
    }

    @Test("T13: expired credentials get nothing, neither at Allocate nor at Refresh") func credentialsExpire() {
        let relay = TestRelay()
        let late = TURNClient(relay, expires: 4_999)
        #expect(late.allocate().code == 401)
        let soon = TURNClient(relay, port: 50_001, expires: 5_100)
        #expect(soon.allocate().isSuccess)
        relay.advance(101)
        #expect(soon.refresh(600).code == 401)
        #expect(relay.refused(.expiredCredentials) == 2)
    }

    @Test("T13: whoever leaves or is removed loses the relay at once, and for good") func leavingEndsTheRelay() {
        let relay = TestRelay()
        let client = TURNClient(relay)
        let other = TURNClient(relay, port: 50_001, member: "boris")
        #expect(client.allocate().isSuccess && other.allocate().isSuccess)
        #expect(client.bind(0x4000, TestRelay.media).isSuccess)
        relay.server.revoke(username: client.username, now: relay.now)
        #expect(relay.allocationCount == 1)
        #expect(client.channelData(0x4000, "x") == nil)
        #expect(client.allocate().code == 401)
        #expect(other.refresh(600).isSuccess)
    }

    @Test("T13: credentials name the room to which they are bound") func credentialsNameTheirRoom() throws {
        let relay = TestRelay()
        let client = TURNClient(relay, room: "film")
        #expect(client.allocate().isSuccess)
        #expect(client.bind(0x4000, TestRelay.media).isSuccess)
        guard case .media(let virtual)? = client.channelData(0x4000, "x")?.target else {
            Issue.record("no data for the media plane")
            return
        }
        #expect(relay.isKnown(virtual))
        #expect(virtual.virtualMark == relay.credentials.mark(ofRoom: "film".utf8))
        #expect(virtual.virtualMark != relay.credentials.mark(ofRoom: "bank".utf8))
        // Nobody can write himself another room: the name is what the password is made of.
        let forged = TURNClient(relay, port: 50_001)
        forged.username = forged.username.replacing("film", with: "bank")
        #expect(forged.allocate().code == 401)
    }

    @Test("T14: plain Binding requests are not answered unless asked for, and then without gain")
    func bindingIsNoAmplifier() {
        let request = TURNClient.message(.request, .binding, transaction: 3) { _ in }
        let tuple = FiveTuple(udp: Self.peer)
        #expect(TestRelay().receive(request, from: tuple).bytes.isEmpty)
        let answer = TestRelay { $0.answersBinding = true }.receive(request, from: tuple)
        #expect(answer.address(.xorMappedAddress) == Self.peer)
        #expect(Double(answer.bytes.count) / Double(request.count) <= 1.6)
    }

    @Test("T14: challenges are small and limited for each network") func challengesAreLimited() {
        let relay = TestRelay { $0.refusalsPerSecond = 25 }
        let request = TURNClient(relay).plain(.allocate)
        var answered = 0
        for number in 0..<10_000 {
            let spoofed = FiveTuple(
                udp: SocketAddress(ipv4: 0x0909_0900 | UInt32(number & 255), port: UInt16(1024 + number)))
            let answer = relay.receive(request, from: spoofed)
            guard !answer.bytes.isEmpty else { continue }
            answered += 1
            #expect(answer.code == 401 && answer.bytes.count <= 100)
            #expect(!answer.has(.software) && !answer.has(.mappedAddress) && !answer.has(.alternateServer))
        }
        #expect(answered == 100)
        #expect(relay.refused(.rateLimited) == 9_900)
        #expect(relay.receive(request, from: FiveTuple(udp: Self.peer)).code == 401)
        relay.now = relay.now + .seconds(1)
        #expect(
            (0..<100).filter { _ in
                relay.receive(request, from: FiveTuple(udp: SocketAddress(ipv4: 0x0909_0901, port: 1))).code == 401
            }.count == 25)
    }

    @Test("T14: what cannot begin anything is refused in few bytes") func senselessRequestsAreRefusedBriefly() {
        let relay = TestRelay()
        for method in [STUNMethod.allocate, .refresh, .createPermission, .channelBind] {
            let request = TURNClient.message(.request, method, transaction: 1) { _ in }
            let answer = relay.receive(request, from: FiveTuple(udp: Self.peer))
            #expect(answer.code == 400 && !answer.has(.nonce))
            #expect(Double(answer.bytes.count) / Double(request.count) <= 1.6)
        }
    }

    @Test("T15: of several peer addresses the first counts, and unknown attributes are named") func oddMessages() throws
    {
        let relay = TestRelay.open()
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        let internalPeer = SocketAddress(host: "127.0.0.1", port: 1)!
        #expect(client.permit(Self.peer, internalPeer).code == 403)
        #expect(client.send("x", to: Self.peer).relayed == nil)
        #expect(client.permit(Self.peer).isSuccess)
        let twice = TURNClient.message(.indication, .send, transaction: 1) { writer in
            writer.writeXORAddress(.xorPeerAddress, Self.peer)
            writer.writeXORAddress(.xorPeerAddress, internalPeer)
            writer.write(.data, UInt32(1))
        }
        #expect(relay.receive(twice, from: client.tuple).relayed?.target == .socket(relay: 0, peer: Self.peer))
        #expect(relay.receive([0, 3, 0, 0], from: client.tuple).bytes.isEmpty)
        let wrong = TURNClient.message(.request, .allocate, transaction: 9) { $0.write(.fingerprint, UInt32(1)) }
        #expect(relay.receive(wrong, from: client.tuple).bytes.isEmpty)
    }

    @Test("T16: padding of answers is zero") func paddingIsZero() {
        let relay = TestRelay { $0.realm = "odd realm" }
        let client = TURNClient(relay)
        client.realm = "odd realm"
        let challenge = client.challenge()
        #expect(challenge.code == 401)
        var offset = 20
        while offset + 4 <= challenge.bytes.count {
            let length = Int(challenge.bytes[offset + 2]) << 8 | Int(challenge.bytes[offset + 3])
            let padded = (length + 3) & ~3
            #expect(challenge.bytes[(offset + 4 + length)..<(offset + 4 + padded)].allSatisfy { $0 == 0 })
            offset += 4 + padded
        }
        #expect(client.allocate().isSuccess)
    }

    @Test("T17: attributes of any length are harmless before the password is checked") func longAttributes() {
        let relay = TestRelay()
        let client = TURNClient(relay)
        client.nonce = client.challenge().nonce
        for count in [0, 1, 255, 256, 257, 513, 763, 1200] {
            client.username = String(repeating: "1", count: count)
            #expect(client.allocate().code == 401)
        }
        client.username = "1:a"
        client.nonce = [UInt8](repeating: 1, count: 900)
        #expect(client.allocate().code == 438)
    }

    @Test("T18: mobility is refused") func mobilityIsRefused() {
        let client = TURNClient(TestRelay())
        let answer = client.allocate { $0.write(.mobilityTicket) }
        #expect(answer.code == 420)
        #expect(client.allocate().isSuccess)
    }

    @Test("T19: ChannelData that lies goes nowhere") func lyingChannelData() {
        let relay = TestRelay()
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        #expect(client.bind(0x4000, TestRelay.media).isSuccess)
        let lies: [[UInt8]] = [
            [], [0x40], [0x40, 0, 0], [0x40, 0, 0, 2, 1], [0x40, 0, 0xff, 0xff, 1], [0x50, 0, 0, 1, 1],
            [0x40, 1, 0, 1, 1],
        ]
        for lie in lies {
            #expect(relay.channelData(lie, from: client.tuple.path) == nil)
        }
        let stranger = SocketAddress(ipv4: 1, port: 1)
        let right: [UInt8] = [0x40, 0, 0, 1, 1]
        #expect(relay.channelData(right, from: stranger) == nil)
        #expect(relay.channelData(right, from: client.tuple.path)?.count == 1)
    }
}
