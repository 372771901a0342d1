import Bytes
import STUN
import Testing

@Suite struct STUNMessageWriterTests {
    static let transaction: [12 of UInt8] = [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae]

    /// The bytes written into `room` bytes of junk.
    static func written(room: Int = 600, _ body: (inout STUNMessageWriter) -> Void) -> [UInt8] {
        var memory = [UInt8](repeating: 0xa5, count: room)
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(span.mutableBytes, .success, .binding, transactionID: transaction)
        body(&writer)
        let count = writer.count
        return Array(memory.prefix(count))
    }

    static func sign(_ writer: inout STUNMessageWriter, _ algorithm: STUNIntegrityAlgorithm = .sha1) {
        let mac = HMACSHA1.value(key: Vectors.password, writer.integrityCoverage(algorithm).array())
        writer.writeIntegrity(algorithm, (mac + [UInt8](repeating: 9, count: algorithm.byteCount - 20)).span.bytes)
    }

    /// RFC 5769 pads with spaces, we with zeros: only SOFTWARE's padding differs, and with it MAC and CRC; so the vector is rebuilt without SOFTWARE
    /// and read back instead.
    @Test(arguments: ["192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677"])
    func signedAnswersReadBack(host: String) throws {
        let address = try #require(SocketAddress(host: host, port: 32853))
        let bytes = Self.written { writer in
            writer.writeXORAddress(.xorMappedAddress, address)
            Self.sign(&writer)
            writer.writeFingerprint()
        }
        #expect(STUNMessageViewTests.mappedAddress(of: bytes) == address.description)
        #expect(STUNMessageViewTests.fingerprint(of: bytes) == true)
        let parts = try #require(STUNMessageViewTests.integrity(of: bytes, key: Vectors.password))
        #expect(parts.found == parts.expected)
        let vector = address.isIPv4 ? Vectors.responseIPv4 : Vectors.responseIPv6
        #expect(Array(bytes[20..<(address.isIPv4 ? 32 : 44)]) == Array(vector[36..<(address.isIPv4 ? 48 : 60)]))
    }

    @Test func paddingIsZero() {
        let bytes = Self.written { writer in
            writer.write(.realm, text: "abcde")
            writer.write(.nonce, [UInt8](repeating: 1, count: 2).span.bytes)
            writer.writeErrorCode(401, reason: "x")
            writer.write(.useCandidate)
        }
        #expect(
            Array(bytes.dropFirst(20)) == [0, 0x14, 0, 5] + Array("abcde".utf8) + [0, 0, 0, 0, 0x15, 0, 2, 1, 1, 0, 0]
                + [0, 9, 0, 5, 0, 0, 4, 1, 0x78, 0, 0, 0, 0, 0x25, 0, 0])
        #expect(bytes[2] == 0 && Int(bytes[3]) == bytes.count - 20)
    }

    @Test func numbersAndErrorsReadBack() throws {
        var types = STUNUnknownAttributes()
        for type: UInt16 in [0x7001, 0x7002, 0x7003] { types.append(type) }
        let bytes = Self.written { writer in
            writer.write(.lifetime, UInt32(600))
            writer.write(.iceControlling, UInt64(0x0102_0304_0506_0708))
            writer.writeErrorCode(438)
            writer.writeUnknownAttributes(types)
        }
        let (lifetime, tieBreaker, code) = try #require(numbers(bytes))
        #expect(lifetime == 600 && tieBreaker == 0x0102_0304_0506_0708 && code == 438)
        #expect(STUNMessageViewTests.value(.unknownAttributes, in: bytes) == [0x70, 1, 0x70, 2, 0x70, 3])
    }

    private func numbers(_ bytes: [UInt8]) -> (UInt32?, UInt64?, Int?)? {
        guard let view = STUNMessageView(bytes.span.bytes) else { return nil }
        return (view.uint32(.lifetime), view.uint64(.iceControlling), view.errorCode)
    }

    @Test func whatDoesNotFitGivesNothing() {
        let fill: (inout STUNMessageWriter) -> Void = { writer in
            writer.writeXORAddress(.xorMappedAddress, SocketAddress(ipv4: 0x7f00_0001, port: 9))
            writer.write(.realm, text: "abcde")
            Self.sign(&writer)
            writer.writeFingerprint()
        }
        let whole = Self.written(fill)
        for room in 0..<whole.count { #expect(Self.written(room: room, fill) == [], "\(room)") }
        #expect(Self.written(room: whole.count, fill) == whole)
    }

    @Test func sha256TakesThirtyTwoBytes() throws {
        let bytes = Self.written { writer in
            writer.write(.username, text: "a:b")
            Self.sign(&writer, .sha256)
        }
        let parts = try #require(STUNMessageViewTests.integrity(of: bytes, key: Vectors.password))
        #expect(parts.found == parts.expected + [UInt8](repeating: 9, count: 12))
    }

    @Test func macOfTheWrongSizeGivesNothing() {
        #expect(Self.written { $0.writeIntegrity(.sha1, [1, 2, 3].span.bytes) } == [])
    }
}
