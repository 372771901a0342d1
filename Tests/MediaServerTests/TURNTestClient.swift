import Bytes
import EventLoop
import Foundation
import MediaServer
import STUN
import SecureTransport

/// Speaks TURN to the server: allocates, binds channel 0x4000 to its media address, or to a peer outside, and relays packets through it.
final class TURNTestClient {
    enum Path {
        case datagrams(Datagrams)
        case connection(MediaStream, StreamOutbox)
    }

    /// A socket with its memory.
    final class Datagrams {
        var socket: UDPSocket
        var batch = ReceiveBatch()
        var queue = SendQueue(capacity: 256)

        init() throws { socket = try UDPSocket(bind: SocketAddress(ipv4: 0x7f00_0001, port: 0)) }
    }

    let path: Path
    let media: SocketAddress
    private let peer: SocketAddress
    let username: String
    private let password: String
    private var nonce: [UInt8] = []
    private var transaction: UInt8 = 0
    private var decoder = StreamFrameDecoder(.turn)
    private(set) var answers: [[UInt8]] = []
    /// Codes of the errors that were no mere challenges.
    private(set) var refusals: [Int] = []
    /// Nothing is relayed before the channel is bound; packets are sent as indications until then.
    private(set) var isBound = false
    private var asked: (allocated: Bool, bound: Bool) = (false, false)
    private var isAllocated = false
    /// What the server has said that our relayed address is.
    private(set) var relayedAddress: SocketAddress?
    /// The last request, repeated until it is answered.
    private var nextAttempt = MonotonicTime.zero
    var bindsChannel = true
    /// What the Allocate request says besides its transport.
    var wish: (inout STUNMessageWriter) -> Void = { _ in }
    private(set) var reservationToken: UInt64?

    init(
        _ server: MediaServer, member: String, room: String = "film", over transport: StreamTransport? = nil,
        to peer: SocketAddress? = nil
    ) async throws {
        media = SocketAddress(ipv4: 0x7f00_0001, port: server.port)
        self.peer = peer ?? media
        let time = Int64(Date().timeIntervalSince1970)
        guard let issued = await server.issueRelayCredentials(room: room, member: member, unixTime: time) else {
            throw NoRelay()
        }
        (username, password) = issued
        if let transport {
            let outbox = StreamOutbox(.turn) {}
            let stream = server.openStream(
                kind: .turn, transport: transport, client: SocketAddress(ipv4: 0xc000_0202, port: 6000), outbox: outbox)
            path = .connection(stream, outbox)
        } else {
            path = .datagrams(try Datagrams())
        }
    }

    struct NoRelay: Error {}

    // MARK: Packets

    /// What the media plane has sent, out of its frames.
    func receive() -> [[UInt8]] {
        var packets: [[UInt8]] = []
        for message in read() {
            if let data = ChannelData(message.span.bytes) {
                packets.append(data.data.array())
            } else if let view = STUNMessageView(message.span.bytes) {
                if view.messageClass == .indication, let data = view.attribute(.data) {
                    packets.append(data.array())
                } else {
                    note(view, message)
                }
            }
        }
        advance()
        return packets
    }

    func send(_ packet: [UInt8]) {
        guard isAllocated else { return }
        if isBound {
            write([0x40, 0, UInt8(packet.count >> 8), UInt8(packet.count & 0xff)] + packet)
        } else {
            write(
                message(.indication, .send) { writer in
                    writer.writeXORAddress(.xorPeerAddress, self.peer)
                    writer.write(.data, packet.span.bytes)
                })
        }
    }

    func flush() {
        switch path {
        case .datagrams(let datagrams): _ = datagrams.socket.flush(&datagrams.queue)
        case .connection(let stream, _): stream.endBatch()
        }
    }

    private func write(_ bytes: [UInt8]) {
        switch path {
        case .datagrams(let datagrams):
            var tail = SendTail()
            datagrams.queue.append(bytes, to: media, tail: &tail)
        case .connection(let stream, _): _ = stream.receive(bytes.span.bytes)
        }
    }

    private func read() -> [[UInt8]] {
        var messages: [[UInt8]] = []
        switch path {
        case .datagrams(let datagrams):
            while datagrams.batch.receive(from: datagrams.socket.descriptor) {
                for index in 0..<datagrams.batch.count { messages.append(datagrams.batch.array(index)) }
            }
        case .connection(_, let outbox):
            outbox.take { bytes in
                _ = decoder.decode(RawSpan(_unsafeBytes: bytes)) { packet in
                    messages.append(packet.array())
                    return true
                }
            }
        }
        return messages
    }

    // MARK: Requests

    private func note(_ view: borrowing STUNMessageView, _ message: [UInt8]) {
        answers.append(message)
        nextAttempt = .zero
        if view.messageClass == .error, let fresh = view.attribute(.nonce) { nonce = fresh.array() }
        if let code = view.errorCode, code != 401, code != 438 { refusals.append(code) }
        guard view.messageClass == .success else { return }
        if view.method == .allocate {
            isAllocated = true
            relayedAddress = view.xorAddress(.xorRelayedAddress)
            reservationToken = view.uint64(.reservationToken)
        }
        if view.method == .createPermission { asked.allocated = true }
        if view.method == .channelBind { isBound = true }
    }

    /// The next request that is due.
    private func advance() {
        let now = MonotonicClock.now()
        guard now >= nextAttempt, !isBound, refusals.isEmpty else { return }
        nextAttempt = now + .milliseconds(500)
        if !isAllocated {
            write(
                request(.allocate) { writer in
                    writer.write(.requestedTransport, UInt32(17) << 24)
                    self.wish(&writer)
                })
        } else if !asked.allocated {
            write(request(.createPermission) { $0.writeXORAddress(.xorPeerAddress, self.peer) })
        } else if bindsChannel {
            write(
                request(.channelBind) { writer in
                    writer.write(.channelNumber, UInt32(0x4000) << 16)
                    writer.writeXORAddress(.xorPeerAddress, self.peer)
                })
        }
    }

    private func request(_ method: STUNMethod, _ attributes: (inout STUNMessageWriter) -> Void) -> [UInt8] {
        guard !nonce.isEmpty else { return message(.request, method, attributes) }
        let nonce = nonce
        let credentials = Array("\(username):toperparty:\(password)".utf8)
        let key = MessageDigest.md5.digest(credentials.span.bytes) ?? []
        return message(.request, method) { writer in
            attributes(&writer)
            writer.write(.username, text: self.username)
            writer.write(.realm, text: "toperparty")
            writer.write(.nonce, nonce.span.bytes)
            var authentication = MessageAuthentication(.sha1, key: key.span.bytes)
            authentication.update(writer.integrityCoverage(.sha1))
            let tag = authentication.finalize()
            writer.writeIntegrity(.sha1, tag.bytes)
        }
    }

    private func message(
        _ messageClass: STUNMessageClass, _ method: STUNMethod, _ attributes: (inout STUNMessageWriter) -> Void
    ) -> [UInt8] {
        transaction &+= 1
        var memory = [UInt8](repeating: 0, count: 1600)
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(
            span.mutableBytes, messageClass, method, transactionID: .init(repeating: transaction))
        attributes(&writer)
        let count = writer.count
        return Array(memory.prefix(count))
    }
}
