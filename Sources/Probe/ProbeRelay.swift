import Bytes
import STUN
import SecureTransport

/// A client of a TURN server that reaches one peer through it (RFC 8656): Allocate, ChannelBind, then ChannelData. Frames in, frames out.
package struct ProbeRelay {
    private enum Step: Equatable {
        case allocating
        case binding
        case ready
        case refused(Int)
    }

    private static let channel: UInt16 = 0x4000

    private let username: String
    private let password: String
    private let peer: SocketAddress
    private var step = Step.allocating
    private var challenge: (realm: [UInt8], nonce: [UInt8])?
    private var challenges = 0
    /// Repeated until it is answered.
    package private(set) var request: [UInt8] = []

    /// - Parameter peer: the media address of the server.
    package init(username: String, password: String, peer: SocketAddress) {
        self.username = username
        self.password = password
        self.peer = peer
        request = allocate()
    }

    package var isReady: Bool { step == .ready }

    /// The error code with which the server has refused.
    package var refusal: Int? {
        if case .refused(let code) = step { return code }
        return nil
    }

    /// - Returns: the datagram from the peer that the frame carries.
    package mutating func receive(_ frame: [UInt8]) -> [UInt8]? {
        guard let first = frame.first else { return nil }
        guard first & 0xc0 == 0x40 else {
            receiveMessage(frame)
            return nil
        }
        guard frame.count >= 4 else { return nil }
        let count = Int(frame[2]) << 8 + Int(frame[3])
        return frame.count >= 4 + count ? Array(frame[4..<(4 + count)]) : nil
    }

    /// ChannelData, padded to four bytes as streams need it (RFC 8656 §12.5).
    package func wrap(_ datagram: [UInt8]) -> [UInt8] {
        let count = UInt16(clamping: datagram.count)
        let header = [UInt8(Self.channel >> 8), UInt8(Self.channel & 255), UInt8(count >> 8), UInt8(count & 255)]
        return header + datagram + [UInt8](repeating: 0, count: (4 - datagram.count % 4) % 4)
    }

    /// Takes whole frames from the front of what a stream has brought.
    package static func frames(in inbox: inout [UInt8]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        while inbox.count >= 4 {
            let length = Int(inbox[2]) << 8 + Int(inbox[3])
            let count = inbox[0] & 0xc0 == 0x40 ? 4 + (length + 3) & ~3 : STUNHeader.count + length
            guard inbox.count >= count else { break }
            found.append(Array(inbox[..<count]))
            inbox.removeFirst(count)
        }
        return found
    }

    // MARK: Messages

    private mutating func receiveMessage(_ frame: [UInt8]) {
        guard let message = STUNMessageView(frame.span.bytes), isAnswer(message) else { return }
        switch (message.messageClass, message.errorCode) {
        case (.success, _): succeed()
        case (.error, let code?) where (code == 401 || code == 438) && challenges < 3:
            guard let realm = message.attribute(.realm), let nonce = message.attribute(.nonce) else { return }
            challenges += 1
            challenge = (Self.bytes(realm), Self.bytes(nonce))
            request = step == .allocating ? allocate() : bind()
        case (.error, let code?): step = .refused(code)
        default: break
        }
    }

    private func isAnswer(_ message: borrowing STUNMessageView) -> Bool {
        let transaction = message.transactionID
        return request.count >= STUNHeader.count && (0..<12).allSatisfy { request[8 + $0] == transaction[$0] }
    }

    private static func bytes(_ span: RawSpan) -> [UInt8] { (0..<span.byteCount).map { span.uint8(at: $0) ?? 0 } }

    private mutating func succeed() {
        switch step {
        case .allocating:
            step = .binding
            request = bind()
        case .binding: step = .ready
        default: break
        }
    }

    /// RFC 8656 §7.1; 17 is UDP.
    private func allocate() -> [UInt8] {
        message(.allocate) { $0.write(.requestedTransport, UInt32(17 << 24)) }
    }

    /// RFC 8656 §12.1: brings the permission along.
    private func bind() -> [UInt8] {
        message(.channelBind) {
            $0.write(.channelNumber, UInt32(Self.channel) << 16)
            $0.writeXORAddress(.xorPeerAddress, peer)
        }
    }

    private func message(_ method: STUNMethod, _ write: (inout STUNMessageWriter) -> Void) -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: 1024)
        var span = memory.mutableSpan
        let transaction: [12 of UInt8] = .init { _ in UInt8.random(in: 0...255) }
        var writer = STUNMessageWriter(span.mutableBytes, .request, method, transactionID: transaction)
        write(&writer)
        if let challenge, let key = key(challenge.realm) {
            writer.write(.username, text: username)
            writer.write(.realm, challenge.realm.span.bytes)
            writer.write(.nonce, challenge.nonce.span.bytes)
            var authentication = MessageAuthentication(.sha1, key: key.span.bytes)
            authentication.update(writer.integrityCoverage(.sha1))
            let tag = authentication.finalize()
            writer.writeIntegrity(.sha1, tag.bytes)
        }
        let count = writer.count
        return Array(memory.prefix(count))
    }

    /// RFC 8489 §9.2.2.
    private func key(_ realm: [UInt8]) -> [UInt8]? {
        let text = Array(username.utf8) + [0x3a] + realm + [0x3a] + Array(password.utf8)
        return MessageDigest.md5.digest(text.span.bytes)
    }
}
