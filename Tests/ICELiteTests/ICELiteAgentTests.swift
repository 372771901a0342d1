import Bytes
import ICELite
import MediaParameters
import STUN
import Testing

@Suite struct ICELiteAgentTests {
    // MARK: answers

    @Test(arguments: [
        SocketAddress(ipv4: 0xc000_0201, port: 3456),
        SocketAddress(high: 0x2001_0db8_0000_0001, low: 0x0203_0405_0607_0809, port: 1),
    ])
    func aCheckIsAnsweredWithTheAddressItCameFrom(address: SocketAddress) {
        let server = ICEServer()
        let outcome = server.receive(ICECheckFixture(), from: address)
        #expect(outcome?.isSourceValid == true && outcome?.dropped == nil)
        #expect(server.mappedAddress == address)
        #expect(server.isReplySigned(with: ICEServer.local.password))
        #expect(server.reply[8..<20].allSatisfy { $0 == 1 })
    }

    @Test func sha256IntegrityIsAnsweredInKind() {
        let server = ICEServer()
        #expect(server.receive(ICECheckFixture(algorithm: .sha256), from: .peer(1))?.isSourceValid == true)
        #expect(server.isReplySigned(with: ICEServer.local.password, .sha256))
    }

    @Test func anAnswerThatDoesNotFitLeavesNothingBehind() {
        let server = ICEServer()
        let outcome = server.receive(ICECheckFixture(nominates: true), from: .peer(1), room: 40)
        #expect(outcome?.dropped == .noRoom && outcome?.replyCount == 0)
        #expect(!server.agent.isValid(.peer(1)) && server.agent.selected == nil)
    }

    // MARK: refusals

    @Test(arguments: [
        (ICECheckFixture(username: "SFUF:OTHER"), ICEDropReason.wrongUsername),
        (ICECheckFixture(username: "PEER:SFUF"), .wrongUsername),
        (ICECheckFixture(username: "SFUF:PEER2"), .wrongUsername),
        (ICECheckFixture(username: "SFUF"), .wrongUsername),
        (ICECheckFixture(username: ""), .wrongUsername),
        (ICECheckFixture(username: nil), .malformed),
        (ICECheckFixture(password: "wrong"), .wrongPassword),
        (ICECheckFixture(password: ICEServer.remote.password), .wrongPassword),
        (ICECheckFixture(algorithm: nil), .malformed),
        (ICECheckFixture(messageClass: .indication), .notARequest),
        (ICECheckFixture(messageClass: .success), .notARequest),
        (ICECheckFixture(method: .allocate), .notARequest),
    ])
    func whatIsNotAuthenticIsDroppedWithoutAnAnswer(check: ICECheckFixture, reason: ICEDropReason) {
        let server = ICEServer()
        var check = check
        check.nominates = true
        let outcome = server.receive(check, from: .peer(1))
        #expect(outcome?.dropped == reason && outcome?.replyCount == 0)
        #expect(outcome?.isSourceValid == false && outcome?.hasSelectionChanged == false)
        #expect(!server.agent.isValid(.peer(1)))
        #expect(server.agent.selected == nil)
    }

    @Test func aWrongFingerprintIsRefusedAndAMissingOneIsNot() {
        let server = ICEServer()
        var bytes = ICECheckFixture().bytes
        bytes[bytes.count - 1] ^= 1
        #expect(server.receive(bytes, from: .peer(1))?.dropped == .malformed)
        #expect(server.receive(ICECheckFixture(fingerprint: false), from: .peer(1))?.isSourceValid == true)
    }

    @Test func anyChangedByteOfACheckIsNoticed() {
        let bytes = ICECheckFixture(nominates: true, fingerprint: false).bytes
        for place in bytes.indices {
            let server = ICEServer()
            var changed = bytes
            changed[place] ^= 0x04
            #expect(server.receive(changed, from: .peer(1))?.isSourceValid != true, "byte \(place)")
            #expect(server.agent.selected == nil)
        }
    }

    @Test func unknownRequiredAttributesAreNamedIn420() {
        let server = ICEServer()
        let outcome = server.receive(ICECheckFixture(nominates: true, unknownType: 0x7777), from: .peer(1))
        #expect(outcome?.dropped == .unknownAttribute && outcome?.isSourceValid == false)
        #expect(server.errorCode == 420)
        #expect(server.attribute(.unknownAttributes) == [0x77, 0x77])
        #expect(server.isReplySigned(with: ICEServer.local.password))
        #expect(server.agent.selected == nil)
        // An optional one is nobody's concern.
        #expect(server.receive(ICECheckFixture(unknownType: 0xc123), from: .peer(1))?.isSourceValid == true)
    }

    @Test func aPeerThatWantsToBeControlledIsTold487() {
        let server = ICEServer()
        let outcome = server.receive(ICECheckFixture(nominates: true, controlled: true), from: .peer(1))
        #expect(outcome?.dropped == .roleConflict && outcome?.isSourceValid == false)
        #expect(server.errorCode == 487)
        #expect(server.isReplySigned(with: ICEServer.local.password))
        #expect(server.agent.selected == nil && !server.agent.isValid(.peer(1)))
    }

    /// RFC 5769 §2.1: the sample request is authentic, and comes from a controlled agent.
    @Test func theSampleRequestOfRFC5769IsAuthentic() {
        let server = ICEServer()
        server.agent = ICELiteAgent(
            local: ICECredentials(usernameFragment: "evtj", password: "VOkJxbRl1RmTxUk/WvJxBt"),
            remote: ICECredentials(usernameFragment: "h6vY", password: "unused"))
        let sample: [UInt8] =
            [0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86]
            + [0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x10] + Array("STUN test client".utf8)
            + [0x00, 0x24, 0x00, 0x04, 0x6e, 0x00, 0x01, 0xff, 0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1]
            + [0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09] + Array("evtj:h6vY".utf8) + [0x20, 0x20, 0x20]
            + [0x00, 0x08, 0x00, 0x14, 0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5]
            + [0xb2, 0xd3, 0xf2, 0x49, 0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf]
        #expect(server.receive(sample, from: .peer(1))?.dropped == .roleConflict)
        #expect(server.errorCode == 487)
    }

    // MARK: finding the transport

    @Test(arguments: [("SFUF:PEER", "SFUF"), (":PEER", ""), ("a:b:c", "a")])
    func theLocalFragmentNamesTheTransport(username: String, fragment: String) {
        #expect(Self.fragment(in: username) == Array(fragment.utf8))
    }

    @Test(arguments: [nil, "", "SFUF"])
    func withoutAFragmentThereIsNoTransport(username: String?) {
        #expect(Self.fragment(in: username) == nil)
    }

    private static func fragment(in username: String?) -> [UInt8]? {
        let bytes = ICECheckFixture(username: username).bytes
        guard let message = STUNMessageView(bytes.span.bytes) else { return nil }
        return ICELiteAgent.usernameFragment(of: message)?.array()
    }
}
