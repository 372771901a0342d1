import Bytes
import STUN
import Testing

@Suite struct ChannelDataTests {
    static func parse(_ bytes: [UInt8]) -> (UInt16, [UInt8])? {
        guard let message = ChannelData(bytes.span.bytes) else { return nil }
        return (message.number, message.data.array())
    }

    static func frame(_ bytes: some Sequence<UInt8>) -> STUNStreamFrame { STUNStreamFrame([UInt8](bytes).span.bytes) }

    @Test func dataIsReadWithAndWithoutPadding() throws {
        for padding in 0...3 {
            let bytes = [0x40, 0x01, 0, 5, 1, 2, 3, 4, 5] + [UInt8](repeating: 0, count: padding)
            let (number, data) = try #require(Self.parse(bytes))
            #expect(number == 0x4001 && data == [1, 2, 3, 4, 5])
        }
    }

    static let malformed: [MalformedInput] = [
        MalformedInput("empty", []),
        MalformedInput("three bytes", [0x40, 0, 0]),
        MalformedInput("length says one more", [0x40, 0, 0, 2, 1]),
        MalformedInput("length 65535", [0x40, 0, 0xff, 0xff, 1]),
        MalformedInput("below the channels", [0x3f, 0xff, 0, 1, 1]),
        MalformedInput("reserved channel", [0x50, 0, 0, 1, 1]),
        MalformedInput("reserved channel of old drafts", [0x7f, 0xff, 0, 1, 1]),
    ]

    /// Attack T19.
    @Test(arguments: malformed)
    func malformedMessagesAreRefused(input: MalformedInput) {
        #expect(Self.parse(input.bytes) == nil)
    }

    @Test func lastChannelIsValid() throws {
        let (number, data) = try #require(Self.parse([0x4f, 0xff, 0, 0]))
        #expect(number == 0x4fff && data == [])
    }

    @Test func headerReadsBack() throws {
        var memory = [UInt8](repeating: 0, count: 7)
        #expect(Self.writeHeader(0x4123, count: 3, into: &memory))
        let (number, data) = try #require(Self.parse(memory))
        #expect(number == 0x4123 && data.count == 3)
        var small = [UInt8](repeating: 0, count: 3)
        #expect(!Self.writeHeader(0x4123, count: 3, into: &small))
        #expect(!Self.writeHeader(0x4123, count: 65_536, into: &memory))
    }

    static func writeHeader(_ number: UInt16, count: Int, into memory: inout [UInt8]) -> Bool {
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        return ChannelData.writeHeader(number, count: count, into: &bytes)
    }

    /// A stream that arrives byte by byte is understood as soon as the length is there, and never before.
    @Test func streamFramesAreFoundByteByByte() {
        let message = Vectors.request
        for count in 0..<8 { #expect(Self.frame(message.prefix(count)) == .incomplete) }
        for count in 8...message.count {
            #expect(Self.frame(message.prefix(count)) == .frame(message: message.count, total: message.count))
        }
        let data: [UInt8] = [0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0]
        for count in 0..<4 { #expect(Self.frame(data.prefix(count)) == .incomplete) }
        for count in 4...data.count { #expect(Self.frame(data.prefix(count)) == .frame(message: 9, total: 12)) }
    }

    @Test func otherProtocolsOnAStreamAreInvalid() {
        #expect(Self.frame("POST / HTTP/1.1".utf8) == .invalid)
        #expect(Self.frame([0x16, 3, 1, 0, 0, 0, 0, 0]) == .invalid)
        #expect(Self.frame([0, 1, 0, 3, 0x21, 0x12, 0xa4, 0x42]) == .invalid)
        #expect(Self.frame([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x43]) == .invalid)
        #expect(Self.frame([0x50, 0, 0, 0]) == .invalid)
    }
}
