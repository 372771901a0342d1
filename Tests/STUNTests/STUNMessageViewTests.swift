import Bytes
import STUN
import Testing

@Suite struct STUNMessageViewTests {
    static func isMessage(_ bytes: [UInt8]) -> Bool { STUNMessageView(bytes.span.bytes) != nil }

    /// A message of these attributes, its length right.
    static func message(type: UInt16 = 0x0001, _ attributes: [UInt8]...) -> [UInt8] {
        let body = attributes.flatMap { $0 }
        return big(type) + big(UInt16(body.count)) + big(UInt32(0x2112_a442)) + [UInt8](1...12) + body
    }

    static func attribute(_ type: UInt16, _ value: [UInt8]) -> [UInt8] {
        big(type) + big(UInt16(value.count)) + value + [UInt8](repeating: 0, count: -value.count & 3)
    }

    static func value(_ type: STUNAttributeType, _ occurrence: Int = 0, in bytes: [UInt8]) -> [UInt8]? {
        guard let view = STUNMessageView(bytes.span.bytes) else { return nil }
        return view.attribute(type, occurrence: occurrence)?.array()
    }

    static func unknown(in bytes: [UInt8]) -> [UInt16]? {
        guard let view = STUNMessageView(bytes.span.bytes) else { return nil }
        let types = view.unknownComprehensionRequired
        return (0..<types.count).compactMap { types[$0] }
    }

    static func fingerprint(of bytes: [UInt8]) -> Bool? {
        guard let view = STUNMessageView(bytes.span.bytes) else { return nil }
        return view.hasValidFingerprint
    }

    /// What the integrity attribute says and what it should say.
    static func integrity(of bytes: [UInt8], key: [UInt8]) -> (found: [UInt8], expected: [UInt8])? {
        guard let view = STUNMessageView(bytes.span.bytes), let integrity = view.integrity else { return nil }
        let head = (0..<4).map { integrity.head[$0] }
        return (integrity.value.array(), HMACSHA1.value(key: key, head + integrity.body.array()))
    }

    static func mappedAddress(of bytes: [UInt8]) -> String? {
        guard let view = STUNMessageView(bytes.span.bytes) else { return nil }
        return view.xorAddress(.xorMappedAddress)?.description
    }

    @Test func requestOfRFC5769IsRead() throws {
        let bytes = Vectors.request
        let parts = try #require(Self.integrity(of: bytes, key: Vectors.password))
        #expect(parts.found == parts.expected)
        #expect(Self.fingerprint(of: bytes) == true)
        #expect(Self.value(.username, in: bytes) == Array("evtj:h6vY".utf8))
        #expect(Self.value(.software, in: bytes) == Array("STUN test client".utf8))
        #expect(Self.value(.priority, in: bytes) == [0x6e, 0, 1, 0xff])
        #expect(Self.value(.iceControlled, in: bytes) == [0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36])
        let view = try #require(identity(of: bytes))
        #expect(view.method == .binding && view.messageClass == .request)
        #expect(view.transaction == Array(bytes[8..<20]))
        #expect(Self.unknown(in: bytes) == [])
    }

    @Test(arguments: [
        (Vectors.responseIPv4, "192.0.2.1:32853"),
        (Vectors.responseIPv6, "[2001:db8:1234:5678:11:2233:4455:6677]:32853"),
    ])
    func responsesOfRFC5769AreRead(bytes: [UInt8], address: String) throws {
        let parts = try #require(Self.integrity(of: bytes, key: Vectors.password))
        #expect(parts.found == parts.expected)
        #expect(Self.fingerprint(of: bytes) == true)
        #expect(Self.mappedAddress(of: bytes) == address)
        #expect(identity(of: bytes)?.messageClass == .success)
    }

    @Test func longTermRequestOfRFC5769IsRead() throws {
        let bytes = Vectors.longTermRequest
        let parts = try #require(Self.integrity(of: bytes, key: Vectors.longTermKey))
        #expect(parts.found == parts.expected)
        #expect(Self.fingerprint(of: bytes) == false)
        #expect(Self.value(.realm, in: bytes) == Array("example.org".utf8))
        #expect(Self.value(.nonce, in: bytes) == Array("f//499k954d6OL34oL9FSTvy64sA".utf8))
    }

    static let malformed: [MalformedInput] = [
        MalformedInput("empty", []),
        MalformedInput("nineteen bytes", Array(message().prefix(19))),
        MalformedInput("length says more", big(UInt16(1)) + big(UInt16(4)) + Array(message().dropFirst(4))),
        MalformedInput("length says less", message() + [0, 0, 0, 0]),
        MalformedInput("length 65535", big(UInt16(1)) + big(UInt16.max) + Array(message().dropFirst(4))),
        MalformedInput(
            "length no multiple of four", big(UInt16(1)) + big(UInt16(2)) + Array(message().dropFirst(4)) + [0, 0]),
        MalformedInput("no cookie", Array(message().prefix(4)) + [UInt8](repeating: 0, count: 16)),
        MalformedInput("leading bit set", message(type: 0x4001)),
        MalformedInput("attribute without length", message([0, 6])),
        MalformedInput("attribute longer than the message", message([0, 6, 0, 5, 1, 2, 3, 4])),
        MalformedInput("attribute of 65535", message([0, 6, 0xff, 0xff, 1, 2, 3, 4])),
        MalformedInput("attribute of 65532", message([0, 6, 0xff, 0xfc, 1, 2, 3, 4])),
        MalformedInput("integrity of 19 bytes", message(attribute(8, [UInt8](repeating: 0, count: 19)))),
        MalformedInput("integrity of 24 bytes", message(attribute(8, [UInt8](repeating: 0, count: 24)))),
        MalformedInput("truncated sha256", message(attribute(0x1c, [UInt8](repeating: 0, count: 16)))),
        MalformedInput("fingerprint of 8 bytes", message(attribute(0x8028, [UInt8](repeating: 0, count: 8)))),
        MalformedInput("65 attributes", message([UInt8](repeating: 0, count: 65 * 4))),
    ]

    /// Attack T15.
    @Test(arguments: malformed)
    func malformedMessagesAreRefused(input: MalformedInput) {
        #expect(!Self.isMessage(input.bytes))
    }

    @Test func emptyMessageIsWellFormed() {
        #expect(Self.isMessage(Self.message()))
    }

    @Test func firstOfEqualAttributesWins() {
        let bytes = Self.message(Self.attribute(0x12, [1]), Self.attribute(0x12, [2]))
        #expect(Self.value(.xorPeerAddress, in: bytes) == [1])
        #expect(Self.value(.xorPeerAddress, 1, in: bytes) == [2])
        #expect(Self.value(.xorPeerAddress, 2, in: bytes) == nil)
    }

    @Test func attributesBehindIntegrityAreInvisible() {
        let mac = [UInt8](repeating: 0, count: 20)
        let bytes = Self.message(
            Self.attribute(6, [1]), Self.attribute(8, mac), Self.attribute(6, [2]), Self.attribute(0x25, []),
            Self.attribute(0x7fff, []))
        #expect(Self.value(.username, in: bytes) == [1])
        #expect(Self.value(.username, 1, in: bytes) == nil)
        #expect(Self.value(.useCandidate, in: bytes) == nil)
        #expect(Self.unknown(in: bytes) == [])
    }

    @Test func secondIntegrityBehindTheFirstIsTheStrongerOne() throws {
        let both = Self.message(
            Self.attribute(8, [UInt8](repeating: 1, count: 20)), Self.attribute(0x1c, [UInt8](repeating: 2, count: 32)))
        #expect(Self.integrity(of: both, key: [])?.found == [UInt8](repeating: 2, count: 32))
        let reversed = Self.message(
            Self.attribute(0x1c, [UInt8](repeating: 2, count: 32)), Self.attribute(8, [UInt8](repeating: 1, count: 20)))
        #expect(Self.integrity(of: reversed, key: [])?.found == [UInt8](repeating: 2, count: 32))
        let repeated = Self.message(
            Self.attribute(8, [UInt8](repeating: 1, count: 20)), Self.attribute(8, [UInt8](repeating: 3, count: 20)))
        #expect(Self.integrity(of: repeated, key: [])?.found == [UInt8](repeating: 1, count: 20))
    }

    @Test func unknownRequiredAttributesAreListedUpToEight() {
        let optional = Self.attribute(0x9999, [1])
        let some = Self.message(Self.attribute(0x7001, []), optional, Self.attribute(0x001b, [1, 2]))
        #expect(Self.unknown(in: some) == [0x7001, 0x001b])
        let many = Self.message((0..<20).flatMap { Self.attribute(0x7000 + $0, []) })
        #expect(Self.unknown(in: many) == (0x7000..<0x7008).map { $0 })
    }

    @Test func wrongFingerprintIsSeen() {
        var flipped = Vectors.request
        flipped[60] ^= 1
        #expect(Self.fingerprint(of: flipped) == false)
        var wrong = Vectors.request
        wrong[wrong.count - 1] ^= 1
        #expect(Self.fingerprint(of: wrong) == false)
    }

    @Test func fingerprintThatIsNotLastIsInvalid() {
        let inner = Vectors.request
        var bytes = inner + Self.attribute(0x8022, [])
        bytes.replaceSubrange(2..<4, with: big(UInt16(bytes.count - 20)))
        #expect(Self.fingerprint(of: bytes) == false)
        #expect(Self.value(.software, 1, in: bytes) == nil)
    }

    @Test(arguments: [
        [], [0, 1], [0, 1, 0, 0], [0, 1, 0, 0, 1, 2, 3], [0, 2, 0, 0, 1, 2, 3, 4], [0, 3, 0, 0, 1, 2, 3, 4],
    ])
    func malformedAddressesAreNil(value: [UInt8]) {
        #expect(Self.mappedAddress(of: Self.message(Self.attribute(0x20, value))) == nil)
    }

    @Test func everyTypeFieldReadsBack() {
        for method in UInt16(0)...0xfff {
            for messageClass in STUNMessageClass.allCases {
                var memory = [UInt8](repeating: 0, count: 20)
                let count = Self.write(into: &memory, messageClass, STUNMethod(rawValue: method))
                #expect(count == 20 && memory[0] < 0x40)
                let found = identity(of: memory)
                #expect(found?.method.rawValue == method && found?.messageClass == messageClass)
            }
        }
    }

    static func write(into memory: inout [UInt8], _ messageClass: STUNMessageClass, _ method: STUNMethod) -> Int {
        var span = memory.mutableSpan
        return STUNMessageWriter(span.mutableBytes, messageClass, method, transactionID: .init(repeating: 7)).count
    }

    private func identity(of bytes: [UInt8]) -> (
        method: STUNMethod, messageClass: STUNMessageClass, transaction: [UInt8]
    )? {
        guard let view = STUNMessageView(bytes.span.bytes) else { return nil }
        let identifier = view.transactionID
        return (view.method, view.messageClass, (0..<12).map { identifier[$0] })
    }

    @Test func mutatedMessagesNeverTrap() {
        var generator = SeededGenerator(seed: 5769)
        let corpus = [Vectors.request, Vectors.responseIPv4, Vectors.responseIPv6, Vectors.longTermRequest]
        for _ in 0..<20_000 {
            var bytes = corpus.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            Self.touchEverything(bytes)
            Self.touchEverything((0..<40).map { _ in .random(in: 0...255, using: &generator) })
        }
    }

    static func touchEverything(_ bytes: [UInt8]) {
        guard let view = STUNMessageView(bytes.span.bytes) else { return }
        for type in STUNAttributeType.allCases {
            for occurrence in 0..<3 {
                if let value = view.attribute(type, occurrence: occurrence) { #expect(value.byteCount <= bytes.count) }
            }
            _ = (view.xorAddress(type), view.uint32(type), view.uint64(type))
        }
        _ = (view.errorCode, view.hasValidFingerprint, view.unknownComprehensionRequired)
        if let integrity = view.integrity { #expect(integrity.body.byteCount + 4 == integrity.offset) }
    }
}

func big(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
