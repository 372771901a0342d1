import Bytes
import COpenSSL

/// Opens what one peer sends. A replayed packet is refused before a decryption is spent on it, and nothing is remembered of a packet that is not authentic.
package struct SRTPReceiver: ~Copyable, @unchecked Sendable {
    // Sendable because there is one owner, and nothing else refers to what the pointers point to.
    private let profile: SRTPProfile
    /// GCM goes through EVP, AES-CM through libsrtp2: one of the two is there.
    private let cipher: OpaquePointer?
    private var library: LibSRTPSession?
    private var sources = SRTPSources()
    private var controlSources = SRTPSources()

    /// Should libcrypto or libsrtp2 refuse (`DTLSCertificate.init` has ruled that out but for memory), nothing is ever opened.
    package init(_ keys: SRTPKeyMaterial) {
        let (profile, key, salt) = (keys.profile, keys.remoteKey, keys.remoteSalt)
        self.profile = profile
        let isCounterMode = profile == .aes128CMSHA1_80
        cipher = isCounterMode ? nil : copenssl_srtp_create(Int32(profile.rawValue), key, salt, 0)
        library = isCounterMode ? LibSRTPSession(profile: profile, key: key, salt: salt, receives: true) : nil
    }

    deinit { copenssl_srtp_free(cipher) }

    var isUsable: Bool { cipher != nil || library != nil }

    /// Checks and decrypts in place. `headerCount` is where the payload starts (`RTPLayout.headerCount`). The bytes of a dropped packet are undefined.
    package mutating func openRTP(_ packet: inout MutableRawSpan, headerCount: Int) -> SRTPOpened {
        guard headerCount >= 12, headerCount <= packet.byteCount - profile.tagCount, packet.byteCount <= 0xffff,
            let sequence = packet.bytes.uint16(at: 2), let ssrc = packet.bytes.uint32(at: 8)
        else { return .dropped(.tooShort) }
        let place = sources.find(ssrc)
        guard place != nil || !sources.isFull else { return .dropped(.tooManySources) }
        let index = sources.index(of: sequence, at: place)
        guard sources.accepts(index, at: place) else { return .dropped(.replay) }
        do throws(SRTPDropReason) {
            let count = try decryptRTP(&packet, headerCount: headerCount, index: index)
            sources.insert(index, ssrc: ssrc, at: place)
            return .packet(count: count, index: index)
        } catch {
            return .dropped(error)
        }
    }

    /// Checks and decrypts a compound RTCP packet in place. The bytes of a dropped packet are undefined.
    package mutating func openRTCP(_ packet: inout MutableRawSpan) -> SRTPOpened {
        guard packet.byteCount >= 8 + profile.controlTagCount, packet.byteCount <= 0xffff,
            let ssrc = packet.bytes.uint32(at: 4), let word = packet.bytes.uint32(at: indexOffset(packet.byteCount))
        else { return .dropped(.tooShort) }
        let index = UInt64(word & 0x7fff_ffff)
        let place = controlSources.find(ssrc)
        guard place != nil || !controlSources.isFull else { return .dropped(.tooManySources) }
        guard controlSources.accepts(index, at: place) else { return .dropped(.replay) }
        do throws(SRTPDropReason) {
            let count = try decryptRTCP(&packet)
            controlSources.insert(index, ssrc: ssrc, at: place)
            return .packet(count: count, index: index)
        } catch {
            return .dropped(error)
        }
    }

    /// Gives the place of a source that has ended to the next one. Its old packets could then be replayed,
    /// so this is for sources that negotiation has removed, not for those that said BYE.
    package mutating func forget(_ ssrc: UInt32) {
        sources.remove(ssrc)
        controlSources.remove(ssrc)
        library?.forget(ssrc)
    }

    /// The index word lies at the end in GCM (RFC 7714 §9.2) and before the tag in AES-CM (RFC 3711 §3.4).
    private func indexOffset(_ count: Int) -> Int {
        profile == .aes128CMSHA1_80 ? count - profile.controlTagCount : count - 4
    }

    private mutating func decryptRTP(
        _ packet: inout MutableRawSpan, headerCount: Int, index: UInt64
    ) throws(SRTPDropReason) -> Int {
        guard let cipher else {
            guard let count = try library?.unprotectRTP(&packet) else { throw .authentication }
            return count
        }
        let count = packet.withUnsafeMutableBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return Int(copenssl_srtp_open(cipher, index, start, Int32(headerCount), Int32(bytes.count)))
        }
        guard count > 0 else { throw .authentication }
        return count
    }

    private mutating func decryptRTCP(_ packet: inout MutableRawSpan) throws(SRTPDropReason) -> Int {
        guard let cipher else {
            guard let count = try library?.unprotectRTCP(&packet) else { throw .authentication }
            return count
        }
        let count = packet.withUnsafeMutableBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return Int(copenssl_srtcp_open(cipher, start, Int32(bytes.count)))
        }
        guard count > 0 else { throw .authentication }
        return count
    }
}
