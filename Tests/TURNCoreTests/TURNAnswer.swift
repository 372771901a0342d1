import Bytes
import STUN
import TURNCore

/// What the server did with a message.
struct TURNAnswer {
    /// Bytes that go back; empty for none.
    let bytes: [UInt8]
    let relayed: RelayedData?

    var isSuccess: Bool { read { $0.messageClass == .success } ?? false }
    var code: Int? { read { $0.errorCode } ?? nil }
    var nonce: [UInt8] { read { $0.attribute(.nonce)?.array() ?? [] } ?? [] }
    var lifetime: UInt32? { read { $0.uint32(.lifetime) } ?? nil }
    var token: UInt64? { read { $0.uint64(.reservationToken) } ?? nil }

    func address(_ type: STUNAttributeType, _ occurrence: Int = 0) -> SocketAddress? {
        read { $0.xorAddress(type, occurrence: occurrence) } ?? nil
    }

    func has(_ type: STUNAttributeType) -> Bool { read { $0.contains(type) } ?? false }

    func read<Value>(_ body: (borrowing STUNMessageView) -> Value) -> Value? {
        guard let message = STUNMessageView(bytes.span.bytes) else { return nil }
        return body(message)
    }
}
