import NIOCore
import NIOWebSocket

/// Makes messages of frames by the rules of RFC 6455 §5 for a server without extensions.
struct WebSocketAssembler {
    enum Outcome: Equatable {
        /// A fragment; the message goes on.
        case incomplete
        case text(String)
        case ping(ByteBuffer)
        case pong
        /// The client closes; 1005 when it gave no code.
        case close(UInt16)
        case violation(WebSocketClose)
    }

    private let limit: Int
    /// What has come of a fragmented message.
    private var fragments: ByteBuffer?

    /// - Parameter limit: bytes of a whole message.
    init(limit: Int) {
        self.limit = limit
    }

    mutating func accept(_ frame: WebSocketFrame) -> Outcome {
        guard frame.maskKey != nil else { return .violation(.unmasked) }
        guard frame.reservedBits.isEmpty else { return .violation(.reservedBits) }
        switch frame.opcode {
        case .text: return begin(frame)
        case .continuation: return proceed(frame)
        case .binary: return .violation(.binary)
        case .ping: return .ping(frame.unmaskedData)
        case .pong: return .pong
        case .connectionClose: return close(frame.unmaskedData)
        default: return .violation(.unknownOpcode)
        }
    }

    private mutating func begin(_ frame: WebSocketFrame) -> Outcome {
        guard fragments == nil else { return .violation(.badFragments) }
        return gather(frame.unmaskedData, fin: frame.fin)
    }

    private mutating func proceed(_ frame: WebSocketFrame) -> Outcome {
        guard var gathered = fragments else { return .violation(.badFragments) }
        fragments = nil
        guard gathered.readableBytes + frame.length <= limit else { return .violation(.tooBig) }
        gathered.writeImmutableBuffer(frame.unmaskedData)
        return gather(gathered, fin: frame.fin)
    }

    private mutating func gather(_ bytes: ByteBuffer, fin: Bool) -> Outcome {
        guard bytes.readableBytes <= limit else { return .violation(.tooBig) }
        guard fin else {
            fragments = bytes
            return .incomplete
        }
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else { return .violation(.badText) }
        return .text(text)
    }

    private func close(_ payload: ByteBuffer) -> Outcome {
        var payload = payload
        guard payload.readableBytes > 0 else { return .close(1005) }
        guard let code = payload.readInteger(as: UInt16.self), Self.mayBeSent(code) else {
            return .violation(.badClose)
        }
        guard String(validating: payload.readableBytesView, as: UTF8.self) != nil else { return .violation(.badText) }
        return .close(code)
    }

    /// RFC 6455 §7.4: 1004–1006 and 1015 never stand in a frame, and below 1000 nothing is defined.
    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
