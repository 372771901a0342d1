import Bytes
import COpenSSL
import MediaParameters

/// One DTLS 1.2 association for SRTP keys (RFC 5764): datagrams in, datagrams out, time as an argument.
///
/// After every call that may change something the caller sends what `nextDatagram` gives and calls `advance` at `deadline`.
/// To be created only for a peer whose address ICE has validated: there is no cookie exchange.
package struct DTLSEngine: ~Copyable, @unchecked Sendable {
    // Sendable because there is one owner, and nothing else refers to the connection.
    private let connection: OpaquePointer?
    private let role: DTLSRole
    private let handshakeEnd: MonotonicTime
    private var resendAt = MonotonicTime.never
    private var resendInterval = Self.firstInterval
    /// Encrypted records that came before their keys.
    private var earlyRecords = 0

    package private(set) var state = DTLSState.handshaking
    /// There from `connected` on.
    package private(set) var keys: SRTPKeyMaterial?

    /// RFC 6347 §4.2.4.1 lets latency-sensitive protocols start below a second; on a lossy path each lost flight otherwise costs a second of silence.
    static let firstInterval = TimeSpan.milliseconds(100)
    static let longestInterval = TimeSpan.milliseconds(1600)
    static let handshakeLimit = TimeSpan.seconds(10)
    /// OpenSSL keeps up to a hundred records that have overtaken the keys for them, each in a buffer of its own for the largest there is. Only a Finished message
    /// has reason to come early, once in each flight.
    static let earlyRecordLimit = 16

    /// A client has its first flight ready at once.
    package init(
        certificate: borrowing DTLSCertificate, role: DTLSRole, remoteFingerprint: Fingerprint, now: MonotonicTime
    ) {
        let hash = remoteFingerprint.bytes
        connection = copenssl_dtls_create(certificate.context, role == .server ? 1 : 0, hash, Int32(hash.count))
        self.role = role
        handshakeEnd = now + Self.handshakeLimit
        guard let connection else {
            state = .failed(.unavailable)
            return
        }
        if role == .client { proceed(copenssl_dtls_start(connection), now: now) }
    }

    deinit { copenssl_dtls_free(connection) }

    /// When `advance` has something to do; `never` once the handshake is over.
    package var deadline: MonotonicTime { state == .handshaking ? min(resendAt, handshakeEnd) : .never }

    /// Takes a datagram whose first byte is 20–63 (RFC 7983); any other is ignored.
    package mutating func receive(_ datagram: RawSpan, now: MonotonicTime) {
        guard isOpen, let first = datagram.uint8(at: 0), (20...63).contains(first), datagram.byteCount <= 0xffff
        else { return }
        let count = state == .connected ? datagram.byteCount : admittedCount(of: datagram)
        if let part = datagram.slice(at: 0, count: count) { take(part, now: now) }
        // What stood before may have brought the keys for the rest.
        guard count < datagram.byteCount, isOpen, expectsFinished,
            let rest = datagram.slice(at: count, count: datagram.byteCount - count)
        else { return }
        take(rest, now: now)
    }

    private mutating func take(_ datagram: RawSpan, now: MonotonicTime) {
        guard let connection, datagram.byteCount > 0 else { return }
        let before = copenssl_dtls_written(connection)
        let status = datagram.withUnsafeBytes { bytes in
            copenssl_dtls_receive(
                connection, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(bytes.count))
        }
        // Only what completes the peer's flight makes us write, so this is a new flight.
        if copenssl_dtls_written(connection) != before { resendInterval = Self.firstInterval }
        proceed(status, now: now, sent: copenssl_dtls_written(connection) != before)
    }

    /// Bytes at the front of a datagram in which no record comes before its keys when enough of these have come already.
    private mutating func admittedCount(of datagram: RawSpan) -> Int {
        guard !expectsFinished else { return datagram.byteCount }
        var offset = 0
        while let count = datagram.uint16(at: offset + 11) {
            if Self.isEarlyFinished(datagram, at: offset) {
                guard earlyRecords < Self.earlyRecordLimit else { return offset }
                earlyRecords += 1
            }
            offset += 13 + Int(count)
        }
        return datagram.byteCount
    }

    /// A handshake record of our versions in the first encrypted epoch (RFC 6347 §4.1): OpenSSL ignores any other that it cannot read yet.
    private static func isEarlyFinished(_ datagram: RawSpan, at offset: Int) -> Bool {
        datagram.uint8(at: offset) == 22 && datagram.uint8(at: offset + 1) == 0xfe
            && datagram.uint16(at: offset + 3) == 1
    }

    /// Whether the keys are there and only Finished is missing.
    private var expectsFinished: Bool { connection.map { copenssl_dtls_expects_finished($0) == 1 } ?? false }

    /// Sends the last flight again, or gives up.
    package mutating func advance(to now: MonotonicTime) {
        guard let connection, state == .handshaking else { return }
        if now >= handshakeEnd {
            state = .failed(.timeout)
        } else if now >= resendAt {
            resendInterval = min(resendInterval * 2, Self.longestInterval)
            proceed(copenssl_dtls_retransmit(connection), now: now)
        }
    }

    /// The next datagram to send: its count, or nil when there is none. A slot below 1200 bytes may lose datagrams.
    package mutating func nextDatagram(into slot: inout MutableRawSpan) -> Int? {
        guard let connection else { return nil }
        let count = slot.withUnsafeMutableBytes { bytes in
            copenssl_dtls_next(
                connection, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(clamping: bytes.count))
        }
        return count > 0 ? Int(count) : nil
    }

    /// Says goodbye to the peer: one last datagram to send.
    package mutating func close() {
        guard let connection, isOpen else { return }
        copenssl_dtls_close(connection)
        state = .closed
    }

    private var isOpen: Bool { state == .handshaking || state == .connected }

    private mutating func proceed(_ status: copenssl_dtls_status, now: MonotonicTime, sent: Bool = true) {
        switch status {
        case COPENSSL_DTLS_HANDSHAKING: schedule(now: now, sent: sent)
        case COPENSSL_DTLS_CONNECTED: connect()
        case COPENSSL_DTLS_CLOSED: state = .closed
        case COPENSSL_DTLS_WRONG_FINGERPRINT: state = .failed(.fingerprintMismatch)
        case COPENSSL_DTLS_ALERTED: state = .failed(.alert)
        default: state = .failed(.protocolError)
        }
    }

    private mutating func schedule(now: MonotonicTime, sent: Bool) {
        guard let connection, copenssl_dtls_awaits_answer(connection) == 1 else {
            resendAt = .never
            return
        }
        if sent || resendAt == .never { resendAt = now + resendInterval }
    }

    private mutating func connect() {
        guard state == .handshaking else { return }
        keys = exportKeys()
        guard keys != nil else {
            close()
            state = .failed(.noCommonProfile)
            return
        }
        state = .connected
    }

    /// client key | server key | client salt | server salt (RFC 5764 §4.2).
    private func exportKeys() -> SRTPKeyMaterial? {
        guard let connection, let number = UInt16(exactly: copenssl_dtls_profile(connection)),
            let profile = SRTPProfile(rawValue: number)
        else { return nil }
        let (key, salt) = (profile.keyCount, profile.saltCount)
        var material = [UInt8](repeating: 0, count: 2 * (key + salt))
        guard copenssl_dtls_export(connection, &material, Int32(material.count)) == 1 else { return nil }
        let seenByClient = SRTPKeyMaterial(
            profile: profile, localKey: Array(material[..<key]),
            localSalt: Array(material[(2 * key)..<(2 * key + salt)]),
            remoteKey: Array(material[key..<(2 * key)]), remoteSalt: Array(material[(2 * key + salt)...]))
        return role == .client ? seenByClient : seenByClient.reversed
    }
}
