import Bytes
import ICELite
import MediaParameters
import STUN
import SecureTransport

/// What a full ICE agent sends, bent as a test wants it.
struct ICECheckFixture {
    var username: String? = "SFUF:PEER"
    var password = "server password of 24 ch"
    var algorithm: STUNIntegrityAlgorithm? = .sha1
    var method = STUNMethod.binding
    var messageClass = STUNMessageClass.request
    var nominates = false
    var controlled = false
    var priority: UInt32 = 100
    var unknownType: UInt16?
    var fingerprint = true
    var transaction: UInt8 = 1

    var bytes: [UInt8] {
        var memory = [UInt8](repeating: 0, count: 300)
        let count = write(into: &memory)
        guard let unknownType else { return Array(memory[..<count]) }
        return Self.appending(unknownType, password: password, to: Array(memory[..<count]))
    }

    private func write(into memory: inout [UInt8]) -> Int {
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(
            span.mutableBytes, messageClass, method, transactionID: .init(repeating: transaction))
        if let username { writer.write(.username, text: username) }
        writer.write(.priority, priority)
        writer.write(controlled ? .iceControlled : .iceControlling, UInt64(5))
        if nominates { writer.write(.useCandidate) }
        // Signed below, once the unknown attribute is in.
        if unknownType != nil { return writer.count }
        if let algorithm {
            var authentication = MessageAuthentication(algorithm == .sha1 ? .sha1 : .sha256, key: password)
            authentication.update(writer.integrityCoverage(algorithm))
            let tag = authentication.finalize()
            writer.writeIntegrity(algorithm, tag.bytes)
        }
        if fingerprint { writer.writeFingerprint() }
        return writer.count
    }

    /// The writer knows only attributes that have names, so this one is put in by hand.
    private static func appending(_ type: UInt16, password: String, to message: [UInt8]) -> [UInt8] {
        var result = message + [UInt8(type >> 8), UInt8(type & 0xff), 0, 4, 1, 2, 3, 4]
        let length = result.count - 20 + 24
        (result[2], result[3]) = (UInt8(length >> 8), UInt8(length & 0xff))
        var authentication = MessageAuthentication(.sha1, key: password)
        authentication.update(result.span.bytes)
        return result + [0, 8, 0, 20] + authentication.finalize().bytes.array()
    }
}

/// An agent and what it answered last.
final class ICEServer {
    static let local = ICECredentials(usernameFragment: "SFUF", password: "server password of 24 ch")
    static let remote = ICECredentials(usernameFragment: "PEER", password: "the peer's own password!")

    var agent: ICELiteAgent
    private(set) var reply: [UInt8] = []

    init() { agent = ICELiteAgent(local: Self.local, remote: Self.remote) }

    @discardableResult
    func receive(
        _ check: ICECheckFixture, from address: SocketAddress, at now: MonotonicTime = .zero, room: Int = 300
    ) -> ICEOutcome? {
        receive(check.bytes, from: address, at: now, room: room)
    }

    func receive(_ datagram: [UInt8], from address: SocketAddress, at now: MonotonicTime = .zero, room: Int = 300)
        -> ICEOutcome?
    {
        guard let message = STUNMessageView(datagram.span.bytes) else { return nil }
        var memory = [UInt8](repeating: 0xee, count: room)
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        let outcome = agent.handle(message, datagram: datagram.span.bytes, from: address, now: now, reply: &bytes)
        reply = Array(memory[..<outcome.replyCount])
        return outcome
    }

    /// Error code of the last answer; nil when it was none.
    var errorCode: Int? {
        let bytes = reply
        return STUNMessageView(bytes.span.bytes)?.errorCode
    }

    /// Value of an attribute of the last answer.
    func attribute(_ type: STUNAttributeType) -> [UInt8]? {
        let bytes = reply
        return STUNMessageView(bytes.span.bytes)?.attribute(type)?.array()
    }

    var mappedAddress: SocketAddress? {
        let bytes = reply
        return STUNMessageView(bytes.span.bytes)?.xorAddress(.xorMappedAddress)
    }

    /// Whether the last answer is signed with this password by this algorithm, and ends with FINGERPRINT.
    func isReplySigned(with password: String, _ algorithm: STUNIntegrityAlgorithm = .sha1) -> Bool {
        let bytes = reply
        guard let message = STUNMessageView(bytes.span.bytes), let integrity = message.integrity else { return false }
        var authentication = MessageAuthentication(algorithm == .sha1 ? .sha1 : .sha256, key: password)
        authentication.update(integrity.head.span.bytes)
        authentication.update(integrity.body)
        return authentication.finalize().bytes.array() == integrity.value.array() && message.hasValidFingerprint
    }
}

extension SocketAddress {
    static func peer(_ number: UInt32) -> SocketAddress { SocketAddress(ipv4: 0xc000_0200 + number, port: 4000) }
}

extension MonotonicTime {
    static func seconds(_ value: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(value * 1e9)) }
}
