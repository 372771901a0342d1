import Bytes
import STUN
import SecureTransport
import TURNCore

/// A client's messages, bent as a test wants them, and what the server answers.
final class TURNClient {
    static let secret = "shared secret of tests"

    let relay: TestRelay
    var tuple: FiveTuple
    var username: String
    var password: String
    var algorithm = STUNIntegrityAlgorithm.sha1
    /// MD5 without PASSWORD-ALGORITHM when nil.
    var passwordAlgorithm: PasswordAlgorithm?
    var hidesName = false
    var realm = "toperparty"
    var nonce: [UInt8] = []
    private var transaction: UInt8 = 0

    init(
        _ relay: TestRelay, _ address: String = "198.51.100.7", port: UInt16 = 50_000, room: String = "film",
        member: String = "anna", expires: Int64 = 1_000_000
    ) {
        self.relay = relay
        tuple = FiveTuple(udp: SocketAddress(host: address, port: port)!)
        let issued = relay.credentials.issue(room: room, member: member, expires: expires)
        (username, password) = (issued.username, issued.password)
    }

    typealias Attributes = (inout STUNMessageWriter) -> Void

    /// A request with credentials; asks for a nonce first where there is none.
    @discardableResult
    func request(_ method: STUNMethod, repeats: Bool = false, _ attributes: Attributes = { _ in }) -> TURNAnswer {
        if nonce.isEmpty { nonce = challenge().nonce }
        if !repeats { transaction &+= 1 }
        return relay.receive(signed(method, attributes), from: tuple)
    }

    @discardableResult
    func challenge() -> TURNAnswer { relay.receive(plain(.allocate), from: tuple) }

    func allocate(repeats: Bool = false, transport: UInt32 = 17, _ more: Attributes = { _ in }) -> TURNAnswer {
        request(.allocate, repeats: repeats) { writer in
            writer.write(.requestedTransport, transport << 24)
            more(&writer)
        }
    }

    @discardableResult
    func permit(_ peers: SocketAddress...) -> TURNAnswer {
        request(.createPermission) { writer in
            for peer in peers { writer.writeXORAddress(.xorPeerAddress, peer) }
        }
    }

    @discardableResult
    func bind(_ number: UInt16, _ peer: SocketAddress) -> TURNAnswer {
        request(.channelBind) { writer in
            writer.write(.channelNumber, UInt32(number) << 16)
            writer.writeXORAddress(.xorPeerAddress, peer)
        }
    }

    func refresh(_ seconds: UInt32) -> TURNAnswer { request(.refresh) { $0.write(.lifetime, seconds) } }

    func send(_ text: String, to peer: SocketAddress) -> TURNAnswer {
        let bytes = Array(text.utf8)
        let message = Self.message(.indication, .send, transaction: 1) { writer in
            writer.writeXORAddress(.xorPeerAddress, peer)
            writer.write(.data, bytes.span.bytes)
        }
        return relay.receive(message, from: tuple)
    }

    func channelData(_ number: UInt16, _ text: String) -> RelayedData? {
        let bytes = Array(text.utf8)
        let message = [UInt8(number >> 8), UInt8(number & 0xff), 0, UInt8(bytes.count)] + bytes
        return relay.server.receiveChannelData(message.span.bytes, from: tuple.path, now: relay.now)
    }

    // MARK: Messages

    func plain(_ method: STUNMethod) -> [UInt8] {
        Self.message(.request, method, transaction: 0) { $0.write(.requestedTransport, UInt32(17) << 24) }
    }

    func signed(_ method: STUNMethod, _ attributes: Attributes) -> [UInt8] {
        Self.message(.request, method, transaction: transaction) { writer in
            attributes(&writer)
            self.identify(&writer)
            writer.write(.realm, text: self.realm)
            writer.write(.nonce, self.nonce.span.bytes)
            if let chosen = self.passwordAlgorithm {
                let offered: [UInt8] = [0, 2, 0, 0, 0, 1, 0, 0]
                writer.write(.passwordAlgorithms, offered.span.bytes)
                writer.write(.passwordAlgorithm, UInt32(chosen.rawValue) << 16)
            }
            self.sign(&writer)
        }
    }

    private func identify(_ writer: inout STUNMessageWriter) {
        guard hidesName else { return writer.write(.username, text: username) }
        let hash = MessageDigest.sha256.digest(Array("\(username):\(realm)".utf8).span.bytes) ?? []
        writer.write(.userhash, hash.span.bytes)
    }

    private func sign(_ writer: inout STUNMessageWriter) {
        let digest: MessageDigest = passwordAlgorithm == .sha256 ? .sha256 : .md5
        let key = digest.digest(Array("\(username):\(realm):\(password)".utf8).span.bytes) ?? []
        var authentication = MessageAuthentication(algorithm == .sha1 ? .sha1 : .sha256, key: key.span.bytes)
        authentication.update(writer.integrityCoverage(algorithm))
        let tag = authentication.finalize()
        writer.writeIntegrity(algorithm, tag.bytes)
    }

    static func message(
        _ messageClass: STUNMessageClass, _ method: STUNMethod, transaction: UInt8, _ attributes: Attributes
    ) -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: 2000)
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(
            span.mutableBytes, messageClass, method, transactionID: .init(repeating: transaction))
        attributes(&writer)
        let count = writer.count
        return Array(memory.prefix(count))
    }
}
