import CBench
import Checks

/// A client's side of TURN (RFC 8656), as far as a load needs it: an allocation and a channel to one peer. Waits for answers.
struct RelayClient {
    static let channel: UInt16 = 0x4000

    private static let allocate: UInt16 = 0x0003
    private static let channelBind: UInt16 = 0x0009

    private let server: RelayServer
    private let challenge: RelayChallenge
    /// Sends a request and answers its response.
    private let exchange: ([UInt8]) throws(PathFailure) -> [UInt8]

    init(
        _ server: RelayServer, _ challenge: RelayChallenge,
        exchange: @escaping ([UInt8]) throws(PathFailure) -> [UInt8]
    ) {
        self.server = server
        self.challenge = challenge
        self.exchange = exchange
    }

    /// Answers the relayed address.
    func open(to peer: IPv4Address) throws(PathFailure) -> IPv4Address {
        // REQUESTED-TRANSPORT: UDP.
        let answer = try request(Self.allocate, [(0x0019, [17, 0, 0, 0])])
        guard let value = STUNMessage.attribute(0x0016, of: answer), let relayed = Self.address(value) else {
            throw PathFailure("the relay names no IPv4 address")
        }
        let number: [UInt8] = [UInt8(Self.channel >> 8), UInt8(Self.channel & 255), 0, 0]
        _ = try request(Self.channelBind, [(0x000c, number), (0x0012, Self.bytes(of: peer))])
        return relayed
    }

    /// The answer to a signed request; a challenge is taken up twice.
    private func request(_ type: UInt16, _ attributes: [(UInt16, [UInt8])]) throws(PathFailure) -> [UInt8] {
        for _ in 0..<3 {
            let answer = try exchange(message(type, attributes))
            if STUNMessage.type(answer, answer.count) == type | 0x0100 { return answer }
            let code = STUNMessage.errorCode(of: answer)
            guard code == 401 || code == 438, let realm = STUNMessage.attribute(0x0014, of: answer),
                let nonce = STUNMessage.attribute(0x0015, of: answer)
            else { throw PathFailure("the relay refuses with \(code ?? 0)") }
            (challenge.realm, challenge.nonce) = (realm, nonce)
        }
        throw PathFailure("the relay does not take the credentials of \(server.username)")
    }

    private func message(_ type: UInt16, _ attributes: [(UInt16, [UInt8])]) -> [UInt8] {
        var message = STUNMessage.header(type, (0..<12).map { _ in UInt8.random(in: 0...255) })
        for (type, value) in attributes { STUNMessage.append(&message, type, value) }
        guard !challenge.nonce.isEmpty else { return message }
        STUNMessage.append(&message, 0x0006, Array(server.username.utf8))
        STUNMessage.append(&message, 0x0014, challenge.realm)
        STUNMessage.append(&message, 0x0015, challenge.nonce)
        STUNMessage.finish(&message, key: key)
        return message
    }

    /// RFC 8489 §9.2.2.
    private var key: [UInt8] {
        let text = Array("\(server.username):".utf8) + challenge.realm + Array(":\(server.password)".utf8)
        var digest = [UInt8](repeating: 0, count: 16)
        bench_md5(text, Int32(text.count), &digest)
        return digest
    }

    // MARK: XOR addresses (RFC 8489 §14.2)

    private static func bytes(of peer: IPv4Address) -> [UInt8] {
        let (address, port) = (peer.address ^ 0x2112_a442, peer.port ^ 0x2112)
        return [0, 1, UInt8(port >> 8), UInt8(port & 255)]
            + stride(from: 24, through: 0, by: -8).map { UInt8(address >> UInt32($0) & 255) }
    }

    private static func address(_ value: [UInt8]) -> IPv4Address? {
        guard value.count == 8, value[1] == 1 else { return nil }
        return IPv4Address(
            address: value[4...].reduce(0) { $0 << 8 | UInt32($1) } ^ 0x2112_a442,
            port: (UInt16(value[2]) << 8 | UInt16(value[3])) ^ 0x2112)
    }
}
