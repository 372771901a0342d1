import Bytes
import EventLoop
import Probe
import STUN
import SecureTransport

/// A client of the relay that asks for what no honest one would.
struct RelayGuest {
    typealias Attributes = (_ writer: inout STUNMessageWriter, _ transaction: [UInt8]) -> Void

    struct Answer {
        /// 200, or that of the error.
        let code: Int
        let count: Int
        let realm: [UInt8]?
        let nonce: [UInt8]?
    }

    /// How long an answer may take. Challenges are rationed, so requests are repeated.
    private static let patience = TimeSpan.seconds(4)

    private let channel: ProbeChannel
    private let isStream: Bool
    private let username: String
    private let password: String
    private var realm: [UInt8] = []
    var nonce: [UInt8] = []
    private var inbox: [UInt8] = []
    /// What came and was no answer.
    private(set) var frames: [[UInt8]] = []
    private(set) var isClosed = false

    init(_ target: AttackTarget, _ relay: RelayOffer, over transport: RelayOffer.Transport = .udp)
        async throws(ProbeError)
    {
        switch transport {
        case .udp: channel = try await .udp(to: target.address)
        case .tcp: channel = try await .tcp(to: target.address)
        case .tls: channel = try await .tcp(to: target.address, tls: target.place.tls, protocols: [])
        }
        isStream = transport != .udp
        (username, password) = (relay.username, relay.password)
    }

    func close() async { await channel.close() }

    func write(_ bytes: [UInt8]) { channel.send(bytes) }

    // MARK: Requests

    /// Signed, with a nonce that is asked for first.
    mutating func request(_ method: STUNMethod, _ write: Attributes = { _, _ in }) async throws(ProbeError) -> Int {
        for _ in 0..<3 {
            guard let answer = await ask(message(.request, method, write)) else { throw isClosed ? .closed : .silent }
            guard answer.code == 401 || answer.code == 438, let fresh = answer.nonce, fresh != nonce else {
                return answer.code
            }
            (realm, nonce) = (answer.realm ?? [], fresh)
        }
        return 401
    }

    mutating func allocate(transport: UInt32 = 17, _ more: Attributes = { _, _ in }) async throws(ProbeError) -> Int {
        try await request(.allocate) { writer, transaction in
            writer.write(.requestedTransport, transport << 24)
            more(&writer, transaction)
        }
    }

    mutating func refresh() async throws(ProbeError) -> Int { try await request(.refresh) }

    mutating func permit(_ peer: HostilePeer, port: UInt16) async throws(ProbeError) -> Int {
        try await request(.createPermission) { writer, transaction in
            writer.write(.xorPeerAddress, peer.attribute(port: port, transaction: transaction).span.bytes)
        }
    }

    mutating func bind(_ number: UInt16, _ peer: HostilePeer, port: UInt16) async throws(ProbeError) -> Int {
        try await request(.channelBind) { writer, transaction in
            writer.write(.channelNumber, UInt32(number) << 16)
            writer.write(.xorPeerAddress, peer.attribute(port: port, transaction: transaction).span.bytes)
        }
    }

    /// A Send indication.
    mutating func send(_ data: [UInt8], to peer: HostilePeer, port: UInt16) {
        write(
            message(.indication, .send) { writer, transaction in
                writer.write(.xorPeerAddress, peer.attribute(port: port, transaction: transaction).span.bytes)
                writer.write(.data, data.span.bytes)
            })
    }

    /// A request without credentials.
    mutating func askPlainly(_ method: STUNMethod, _ write: Attributes = { _, _ in }) async -> Answer? {
        nonce = []
        return await ask(message(.request, method, write))
    }

    private func message(_ messageClass: STUNMessageClass, _ method: STUNMethod, _ write: Attributes) -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: 1600)
        var span = memory.mutableSpan
        let transaction: [12 of UInt8] = .init { _ in UInt8.random(in: 0...255) }
        var writer = STUNMessageWriter(span.mutableBytes, messageClass, method, transactionID: transaction)
        write(&writer, (0..<12).map { transaction[$0] })
        if messageClass == .request, !nonce.isEmpty { sign(&writer) }
        let count = writer.count
        return Array(memory.prefix(count))
    }

    /// RFC 8489 §9.2.2.
    private func sign(_ writer: inout STUNMessageWriter) {
        writer.write(.username, text: username)
        writer.write(.realm, realm.span.bytes)
        writer.write(.nonce, nonce.span.bytes)
        let text = Array("\(username):".utf8) + realm + Array(":\(password)".utf8)
        let key = MessageDigest.md5.digest(text.span.bytes) ?? []
        var authentication = MessageAuthentication(.sha1, key: key.span.bytes)
        authentication.update(writer.integrityCoverage(.sha1))
        let tag = authentication.finalize()
        writer.writeIntegrity(.sha1, tag.bytes)
    }

    // MARK: Answers

    private mutating func ask(_ request: [UInt8]) async -> Answer? {
        let end = MonotonicClock.now() + Self.patience
        var next = MonotonicTime.zero
        for await event in channel.events {
            let now = MonotonicClock.now()
            if let answer = take(event, to: request) { return answer }
            guard now < end, !isClosed else { return nil }
            guard now >= next else { continue }
            next = isStream ? .never : now + .milliseconds(250)
            write(request)
        }
        isClosed = true
        return nil
    }

    /// Everything that comes within the time, with what came before.
    mutating func listen(_ time: TimeSpan) async -> [[UInt8]] {
        let end = MonotonicClock.now() + time
        for await event in channel.events {
            _ = take(event, to: [])
            if isClosed || MonotonicClock.now() > end { break }
        }
        defer { frames = [] }
        return frames
    }

    private mutating func take(_ event: ProbeChannel.Event, to request: [UInt8]) -> Answer? {
        switch event {
        case .tick: return nil
        case .closed:
            isClosed = true
            return nil
        case .received(let bytes):
            inbox += bytes
            let found = isStream ? ProbeRelay.frames(in: &inbox) : [bytes]
            if !isStream { inbox = [] }
            var answer: Answer?
            for frame in found {
                if let read = Self.answer(frame, to: request) { answer = read } else { frames.append(frame) }
            }
            return answer
        }
    }

    private static func answer(_ frame: [UInt8], to request: [UInt8]) -> Answer? {
        guard frame.count >= STUNHeader.count, request.count >= STUNHeader.count, frame[8..<20] == request[8..<20],
            let message = STUNMessageView(frame.span.bytes)
        else { return nil }
        return Answer(
            code: message.messageClass == .success ? 200 : message.errorCode ?? 0, count: frame.count,
            realm: message.attribute(.realm)?.array(), nonce: message.attribute(.nonce)?.array())
    }
}
