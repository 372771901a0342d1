import Bytes
import SecureTransport
import Testing

@Suite struct MessageAuthenticationTests {
    /// RFC 2202 §3 (SHA-1) and RFC 4231 §4 (SHA-256): cases 1, 2, 3 and the one with a key longer than a block.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8), "b617318655057264e28bc0b6fb378c8ef146be00",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
    ])
    func tagsAreThoseOfTheRFCs(key: [UInt8], message: [UInt8], sha1: String, sha256: String) {
        let first = MessageAuthentication.sha1(key: key.span.bytes, message.span.bytes)
        let second = MessageAuthentication.sha256(key: key.span.bytes, message.span.bytes)
        #expect(first.bytes.array() == hex(sha1))
        #expect(second.bytes.array() == hex(sha256))
    }

    @Test func longKeysAreHashedFirst() {
        let message = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        let sha1 = MessageAuthentication.sha1(key: [UInt8](repeating: 0xaa, count: 80).span.bytes, message.span.bytes)
        let sha256 = MessageAuthentication.sha256(
            key: [UInt8](repeating: 0xaa, count: 131).span.bytes, message.span.bytes)
        #expect(sha1.bytes.array() == hex("aa4ae5e15272d00e95705637ce8a3b55ed402112"))
        #expect(
            sha256.bytes.array() == hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"))
    }

    @Test func aPreparedKeyServesManyMessagesInParts() {
        let prepared = MessageAuthentication(.sha1, key: "Jefe")
        for split in 0...28 {
            let message = Array("what do ya want for nothing?".utf8)
            var authentication = prepared
            authentication.update(Array(message[..<split]).span.bytes)
            authentication.update(Array(message[split...]).span.bytes)
            let tag = authentication.finalize()
            #expect(tag.bytes.array() == hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"))
        }
    }

    @Test func tagsOfOtherLengthOrContentAreUnequal() {
        let equal = { (left: [UInt8], right: [UInt8]) in constantTimeEqual(left.span.bytes, right.span.bytes) }
        #expect(equal([1, 2, 3], [1, 2, 3]))
        #expect(!equal([1, 2, 3], [1, 2, 4]))
        #expect(!equal([1, 2, 3], [1, 2]))
        #expect(equal([], []))
    }

    @Test func secureRandomDoesNotRepeat() {
        var generator = SecureRandom()
        let numbers = Set((0..<1000).map { _ in generator.next() as UInt64 })
        #expect(numbers.count == 1000)
    }
}
