import CSRTP

/// One direction of a libsrtp2 session: AES-CM on the way in and its RTCP, and the reference that the EVP ciphers are tested against.
package struct LibSRTPSession: ~Copyable, @unchecked Sendable {
    // Sendable because there is one owner, and nothing else refers to the session.
    private let session: OpaquePointer
    private let profile: SRTPProfile

    private static let started = csrtp_start() == 1

    /// Nil when libsrtp2 cannot start or memory is out. `key` and `salt` have the profile's counts.
    package init?(profile: SRTPProfile, key: [UInt8], salt: [UInt8], receives: Bool) {
        guard Self.started, let session = csrtp_create(Int32(profile.rawValue), key + salt, receives ? 1 : 0) else {
            return nil
        }
        self.session = session
        self.profile = profile
    }

    deinit { csrtp_free(session) }

    /// Forgets a source and its replay windows.
    package mutating func forget(_ ssrc: UInt32) { csrtp_forget(session, ssrc) }

    /// Protects the RTP packet in the first `count` bytes; answers the new count, or 0.
    package mutating func protectRTP(count: Int, in packet: inout MutableRawSpan) -> Int {
        guard count >= 12, count <= packet.byteCount - profile.tagCount else { return 0 }
        return packet.withUnsafeMutableBytes { max(0, Int(csrtp_protect(session, Self.start($0), Int32(count)))) }
    }

    /// Protects the RTCP packet in the first `count` bytes; answers the new count, or 0.
    package mutating func protectRTCP(count: Int, in packet: inout MutableRawSpan) -> Int {
        guard count >= 8, count <= packet.byteCount - profile.controlTagCount else { return 0 }
        return packet.withUnsafeMutableBytes { max(0, Int(csrtp_protect_rtcp(session, Self.start($0), Int32(count)))) }
    }

    /// Answers the count of the plain packet, which lies where the protected one lay.
    package mutating func unprotectRTP(_ packet: inout MutableRawSpan) throws(SRTPDropReason) -> Int {
        guard packet.byteCount >= 12 + profile.tagCount else { throw .tooShort }
        return try Self.count(
            packet.withUnsafeMutableBytes { csrtp_unprotect(session, Self.start($0), Int32($0.count)) })
    }

    /// Answers the count of the plain packet, which lies where the protected one lay.
    package mutating func unprotectRTCP(_ packet: inout MutableRawSpan) throws(SRTPDropReason) -> Int {
        guard packet.byteCount >= 8 + profile.controlTagCount else { throw .tooShort }
        return try Self.count(
            packet.withUnsafeMutableBytes { csrtp_unprotect_rtcp(session, Self.start($0), Int32($0.count)) })
    }

    private static func start(_ bytes: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<UInt8>? {
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    }

    private static func count(_ result: Int32) throws(SRTPDropReason) -> Int {
        guard result < 0 else { return Int(result) }
        throw Int(result) == CSRTP_REPLAYED ? .replay : .authentication
    }
}
