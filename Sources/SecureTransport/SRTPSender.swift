import Bytes
import COpenSSL

/// Protects what the server sends to one peer. RTP goes through EVP with key schedules made once, so that a packet costs one C call and no allocation;
/// RTCP of AES-CM peers goes through libsrtp2.
package struct SRTPSender: ~Copyable, @unchecked Sendable {
    // Sendable because there is one owner, and nothing else refers to what the pointer points to.
    private let cipher: OpaquePointer?
    private let tagCount: Int
    private let isCounterMode: Bool
    private var control: LibSRTPSession?
    private var controlIndex: UInt32 = 0

    /// Bytes to leave free behind a packet, whatever the profile.
    package static var trailerRoom: Int { 20 }

    /// Should libcrypto or libsrtp2 refuse (`DTLSCertificate.init` has ruled that out but for memory), nothing is ever sealed.
    package init(_ keys: SRTPKeyMaterial) {
        tagCount = keys.profile.tagCount
        isCounterMode = keys.profile == .aes128CMSHA1_80
        cipher = copenssl_srtp_create(Int32(keys.profile.rawValue), keys.localKey, keys.localSalt, 1)
        control =
            isCounterMode
            ? LibSRTPSession(profile: keys.profile, key: keys.localKey, salt: keys.localSalt, receives: false) : nil
    }

    deinit { copenssl_srtp_free(cipher) }

    var isUsable: Bool { cipher != nil && (control != nil || !isCounterMode) }

    /// Encrypts `payload` to the place behind the header that lies in the slot's first `headerCount` bytes, and appends the tag.
    /// `index` is ROC << 16 | SEQ; one index of one SSRC must never be used for two different packets, or GCM gives its keys away (RFC 7714 §8.1).
    /// Answers the packet's count, or 0 when it does not fit.
    package mutating func sealRTP(
        headerCount: Int, payload: RawSpan, index: UInt64, slot: inout MutableRawSpan
    ) -> Int {
        guard let cipher, fits(headerCount, payload.byteCount, slot.byteCount) else { return 0 }
        return payload.withUnsafeBytes { from in
            slot.withUnsafeMutableBytes { to in
                let packet = to.baseAddress?.assumingMemoryBound(to: UInt8.self)
                let plain = from.baseAddress?.assumingMemoryBound(to: UInt8.self)
                return Int(
                    copenssl_srtp_seal(cipher, index, plain, Int32(from.count), packet, Int32(headerCount)))
            }
        }
    }

    /// The same for a payload of `payloadCount` bytes that already lies behind the header.
    package mutating func sealRTP(
        headerCount: Int, payloadCount: Int, index: UInt64, slot: inout MutableRawSpan
    ) -> Int {
        guard let cipher, fits(headerCount, payloadCount, slot.byteCount) else { return 0 }
        return slot.withUnsafeMutableBytes { to in
            guard let packet = to.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
            return Int(
                copenssl_srtp_seal(
                    cipher, index, packet + headerCount, Int32(payloadCount), packet, Int32(headerCount)))
        }
    }

    /// Protects the compound RTCP packet in the slot's first `count` bytes. Answers the new count, or 0 when it does not fit.
    package mutating func sealRTCP(count: Int, slot: inout MutableRawSpan) -> Int {
        if isCounterMode { return control?.protectRTCP(count: count, in: &slot) ?? 0 }
        guard let cipher, count >= 8, count <= slot.byteCount - tagCount - 4, slot.byteCount <= 0xffff,
            controlIndex < 0x7fff_ffff
        else { return 0 }
        controlIndex += 1
        return slot.withUnsafeMutableBytes { bytes in
            let packet = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return Int(copenssl_srtcp_seal(cipher, controlIndex, packet, Int32(count)))
        }
    }

    private func fits(_ headerCount: Int, _ payloadCount: Int, _ capacity: Int) -> Bool {
        headerCount >= 12 && payloadCount >= 0 && capacity <= 0xffff && headerCount <= capacity
            && payloadCount <= capacity - headerCount - tagCount
    }
}
