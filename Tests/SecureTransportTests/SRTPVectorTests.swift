import COpenSSL
import SecureTransport
import Testing

@Suite struct SRTPVectorTests {
    /// RFC 3711, appendix B.3.
    @Test(arguments: [
        (SRTPKeyDerivation.Label.encryption, "C61E7A93744F39EE10734AFE3FF7A087"),
        (.salt, "30CBBC08863D8C85D49DB34A9AE1"),
        (.authentication, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"),
    ])
    func sessionKeysFollowRFC3711(label: SRTPKeyDerivation.Label, expected: String) {
        let derived = SRTPKeyDerivation.derive(
            label, count: hex(expected).count, key: hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
            salt: hex("0EC675AD498AFEEBB6960B3AABE6"))
        #expect(derived == hex(expected))
    }

    static let rtp = hex(
        "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573"
    )
    static let rtcp = hex(
        "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef"
    )
    static let salt = hex("51756964 2070726f 2071756f")

    /// RFC 7714 §16.1.1 and §16.2.1.
    @Test(arguments: [
        (
            16,
            "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce"
        ),
        (
            32,
            "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13"
        ),
    ])
    func rtpMatchesRFC7714(keyCount: Int, protected: String) throws {
        let (sealing, opening) = try (Self.cipher(keyCount, seals: true), Self.cipher(keyCount, seals: false))
        var packet = Self.rtp + [UInt8](repeating: 0, count: 16)
        let plain = Self.rtp
        #expect(
            copenssl_srtp_seal(sealing.pointer, 0xf17b, Array(plain[12...]), Int32(plain.count - 12), &packet, 12)
                == packet.count)
        #expect(packet == hex(protected))
        #expect(copenssl_srtp_open(opening.pointer, 0xf17b, &packet, 12, Int32(packet.count)) == plain.count)
        #expect(Array(packet.prefix(plain.count)) == plain)
    }

    /// RFC 7714 §17.1 and §17.2.
    @Test(arguments: [
        (
            16,
            "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4"
        ),
        (
            32,
            "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be 8415f658 c61de047 6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4"
        ),
    ])
    func rtcpMatchesRFC7714(keyCount: Int, protected: String) throws {
        let (sealing, opening) = try (Self.cipher(keyCount, seals: true), Self.cipher(keyCount, seals: false))
        let plain = Self.rtcp
        var packet = plain + [UInt8](repeating: 0, count: 20)
        #expect(copenssl_srtcp_seal(sealing.pointer, 0x5d4, &packet, Int32(plain.count)) == packet.count)
        #expect(packet == hex(protected))
        #expect(copenssl_srtcp_open(opening.pointer, &packet, Int32(packet.count)) == plain.count)
        #expect(Array(packet.prefix(plain.count)) == plain)
    }

    /// The reference packet of libsrtp's own self test, with the master key of RFC 3711 B.3.
    @Test func counterModeMatchesLibSRTPsReferencePacket() {
        let keys = SRTPKeyMaterial(
            profile: .aes128CMSHA1_80, localKey: hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
            localSalt: hex("0EC675AD498AFEEBB6960B3AABE6"), remoteKey: hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
            remoteSalt: hex("0EC675AD498AFEEBB6960B3AABE6"))
        var packet = RTPFixture(ssrc: 0xcafe_babe, sequence: 0x1234, payload: [UInt8](repeating: 0xab, count: 16))
        packet.header = hex("800f1234 decafbad cafebabe")
        let sealed = SRTPPair(keys).seal(packet, index: 0x1234)
        #expect(
            sealed
                == hex("800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb"))
    }

    private final class Cipher {
        let pointer: OpaquePointer
        init(_ pointer: OpaquePointer) { self.pointer = pointer }
        deinit { copenssl_srtp_free(pointer) }
    }

    private static func cipher(_ keyCount: Int, seals: Bool) throws -> Cipher {
        let key = (0..<keyCount).map { UInt8($0) }
        return Cipher(
            try #require(copenssl_srtp_create_gcm(Int32(keyCount), key, salt, key, salt, seals ? 1 : 0)))
    }
}
