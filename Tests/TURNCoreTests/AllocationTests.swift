import Bytes
import STUN
import TURNCore
import Testing

/// What a well-behaved client relies on (RFC 8656).
@Suite struct AllocationTests {
    let relay = TestRelay()

    @Test func clientWithCredentialsGetsAnAddress() throws {
        let client = TURNClient(relay)
        let answer = client.allocate()
        #expect(answer.isSuccess)
        #expect(answer.address(.xorMappedAddress) == client.tuple.client)
        #expect(try #require(answer.address(.xorRelayedAddress)).isIPv4)
        #expect(answer.lifetime == 600)
    }

    @Test(arguments: [STUNIntegrityAlgorithm.sha1, .sha256], [PasswordAlgorithm?.none, .md5, .sha256])
    func everyIntegrityAndPasswordAlgorithmIsUnderstood(
        _ integrity: STUNIntegrityAlgorithm, _ password: PasswordAlgorithm?
    ) {
        let client = TURNClient(relay)
        client.algorithm = integrity
        client.passwordAlgorithm = password
        let answer = client.allocate()
        #expect(answer.isSuccess)
        #expect(answer.read { $0.integrity?.algorithm } == integrity)
    }

    @Test func hiddenNameIsKnownByItsHash() {
        let relay = TestRelay { $0.offersUserhash = true }
        let client = TURNClient(relay)
        client.hidesName = true
        #expect(client.allocate().code == 401)
        relay.server.learn(username: client.username, now: relay.now)
        #expect(client.allocate().isSuccess)
    }

    @Test func dataReachesTheMediaPlaneAndComesBackOnTheChannel() throws {
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        #expect(client.bind(0x4001, TestRelay.media).isSuccess)
        let data = try #require(client.channelData(0x4001, "hello"))
        #expect(data.offset == 4 && data.count == 5)
        guard case .media(let virtual) = data.target else { throw UnexpectedTarget() }
        #expect(virtual.isVirtual && virtual.virtualKind == .relayed)
        let frame = try #require(relay.fromMedia(9, to: virtual))
        #expect(frame.path == client.tuple.path && frame.transport == .udp)
        #expect(frame.channel == 0x4001 && frame.peer == TestRelay.media)
    }

    @Test func addressBehindARelayTellsWhatTheClientTakesForItsOwn() throws {
        let client = TURNClient(relay)
        let relayed = client.allocate().address(.xorRelayedAddress)
        #expect(client.bind(0x4001, TestRelay.media).isSuccess)
        let data = try #require(client.channelData(0x4001, "hello"))
        guard case .media(let virtual) = data.target else { throw UnexpectedTarget() }
        let media = [TestRelay.media, TestRelay.media6]
        #expect(TURNServer.relayedAddress(of: virtual, media: media) == relayed)
        #expect(TURNServer.relayedAddress(of: virtual, media: []) == nil)
        #expect(TURNServer.relayedAddress(of: TestRelay.media, media: media) == nil)
    }

    struct UnexpectedTarget: Error {}

    @Test func dataGoesAsIndicationsUntilAChannelIsBound() throws {
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        client.permit(TestRelay.media)
        let relayed = try #require(client.send("check", to: TestRelay.media).relayed)
        guard case .media(let virtual) = relayed.target else { throw UnexpectedTarget() }
        let frame = try #require(relay.fromMedia(4, to: virtual))
        #expect(frame.channel == 0)
        var memory = [UInt8](repeating: 0xee, count: 100)
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        let payload: [UInt8] = [1, 2, 3, 4, 5]
        let count = relay.server.writeIndication(payload.span.bytes, from: frame.peer, into: &bytes)
        let message = TURNAnswer(bytes: Array(memory.prefix(count)), relayed: nil)
        #expect(message.address(.xorPeerAddress) == TestRelay.media)
        #expect(message.read { $0.attribute(.data)?.array() } == payload)
    }

    @Test func bothFamiliesAreHadAtOnce() {
        let client = TURNClient(relay)
        let answer = client.allocate { $0.write(.additionalAddressFamily, UInt32(2) << 24) }
        #expect(answer.address(.xorRelayedAddress)?.isIPv4 == true)
        #expect(answer.address(.xorRelayedAddress, 1)?.isIPv4 == false)
        #expect(client.bind(0x4000, TestRelay.media6).isSuccess)
        let end = client.request(.refresh) { writer in
            writer.write(.lifetime, UInt32(0))
            writer.write(.requestedAddressFamily, UInt32(2) << 24)
        }
        #expect(end.isSuccess)
        #expect(client.permit(TestRelay.media6).code == 443)
        #expect(client.permit(TestRelay.media).isSuccess)
    }

    @Test func familiesThatDoNotGoTogetherAreRefused() {
        let client = TURNClient(relay)
        #expect(client.allocate { $0.write(.additionalAddressFamily, UInt32(1) << 24) }.code == 400)
        #expect(client.allocate { $0.write(.requestedAddressFamily, UInt32(3) << 24) }.code == 440)
        let both = client.allocate { writer in
            writer.write(.requestedAddressFamily, UInt32(2) << 24)
            writer.write(.additionalAddressFamily, UInt32(2) << 24)
        }
        #expect(both.code == 400)
        #expect(client.allocate { $0.write(.requestedAddressFamily, UInt32(2) << 24) }.isSuccess)
        #expect(client.permit(TestRelay.media).code == 443)
    }

    @Test func reservedPortIsTheNextAndIsHadOnce() throws {
        let evenAndNext: [UInt8] = [0x80]
        let first = TURNClient(relay).allocate { $0.write(.evenPort, evenAndNext.span.bytes) }
        let token = try #require(first.token)
        let port = try #require(first.address(.xorRelayedAddress)).port
        #expect(port & 1 == 0)
        let stranger = TURNClient(relay, port: 50_001, member: "mallory")
        #expect(stranger.allocate { $0.write(.reservationToken, token) }.code == 508)
        let second = TURNClient(relay, port: 50_002).allocate { $0.write(.reservationToken, token) }
        #expect(second.address(.xorRelayedAddress)?.port == port + 1)
        #expect(TURNClient(relay, port: 50_003).allocate { $0.write(.reservationToken, token) }.code == 508)
    }

    @Test func reservationEndsAfterThirtySeconds() throws {
        let evenAndNext: [UInt8] = [0x80]
        let answer = TURNClient(relay).allocate { $0.write(.evenPort, evenAndNext.span.bytes) }
        let token = try #require(answer.token)
        relay.advance(31)
        #expect(TURNClient(relay, port: 50_002).allocate { $0.write(.reservationToken, token) }.code == 508)
    }

    @Test func allocationLastsAsLongAsItIsRefreshed() {
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        relay.advance(590)
        #expect(client.refresh(1200).lifetime == 1200)
        relay.advance(1190)
        #expect(client.refresh(100_000).lifetime == 3600)
        relay.advance(3601)
        #expect(relay.isEmpty)
        #expect(client.refresh(600).code == 438)
    }

    @Test func refreshWithZeroGivesEverythingBack() {
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        #expect(client.refresh(0).lifetime == 0)
        #expect(relay.isEmpty)
    }

    @Test func channelMeansOnePeerAndAPeerHasOneChannel() {
        let client = TURNClient(relay)
        #expect(client.allocate { $0.write(.additionalAddressFamily, UInt32(2) << 24) }.isSuccess)
        #expect(client.bind(0x4000, TestRelay.media).isSuccess)
        #expect(client.bind(0x4000, TestRelay.media).isSuccess)
        #expect(client.bind(0x4001, TestRelay.media).code == 400)
        #expect(client.bind(0x4000, TestRelay.media6).code == 400)
        #expect(client.bind(0x5000, TestRelay.media6).code == 400)
        #expect(client.bind(0x3fff, TestRelay.media6).code == 400)
    }

    @Test func lostConnectionEndsItsAllocation() {
        let client = TURNClient(relay)
        let path = SocketAddress(virtual: .stream, worker: 0, index: 77)
        client.tuple = FiveTuple(path: path, client: client.tuple.client, transport: .tls)
        #expect(client.allocate().isSuccess)
        relay.server.disconnect(path)
        #expect(relay.isEmpty)
    }

    @Test func bandwidthIsCapped() {
        let relay = TestRelay { $0.bandwidth = 100 }
        let client = TURNClient(relay)
        #expect(client.allocate().isSuccess)
        #expect(client.bind(0x4000, TestRelay.media).isSuccess)
        let text = String(repeating: "x", count: 60)
        #expect(client.channelData(0x4000, text) != nil)
        #expect(client.channelData(0x4000, text) == nil)
        relay.now = relay.now + .seconds(1)
        #expect(client.channelData(0x4000, text) != nil)
        #expect(relay.refused(.bandwidth) == 1)
    }
}
