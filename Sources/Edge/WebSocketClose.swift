/// A close code with its reason (RFC 6455 §7.4).
package struct WebSocketClose: Sendable, Equatable {
    package var code: UInt16
    package var reason: String

    package init(code: UInt16, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    /// Whether the client has done what no client in order does: such an end belongs in the record.
    package var isOffence: Bool { Self.offences.contains(self) }

    private static let offences = [
        unmasked, reservedBits, unknownOpcode, badFragments, badControlFrame, badClose, binary, badText, badJSON, flood,
        slowReader, tooBig,
    ]

    package static let normal = WebSocketClose(code: 1000)
    package static let silent = WebSocketClose(code: 1001, reason: "silent for too long")
    package static let unmasked = WebSocketClose(code: 1002, reason: "frames from clients must be masked")
    package static let reservedBits = WebSocketClose(code: 1002, reason: "no extension was negotiated")
    package static let unknownOpcode = WebSocketClose(code: 1002, reason: "unknown opcode")
    package static let badFragments = WebSocketClose(code: 1002, reason: "fragments out of order")
    package static let badControlFrame = WebSocketClose(code: 1002, reason: "control frames are whole and short")
    package static let badClose = WebSocketClose(code: 1002, reason: "bad close frame")
    package static let binary = WebSocketClose(code: 1003, reason: "text frames only")
    package static let badText = WebSocketClose(code: 1007, reason: "text must be UTF-8")
    package static let badJSON = WebSocketClose(code: 1007, reason: "not a JSON object")
    package static let flood = WebSocketClose(code: 1008, reason: "too many messages")
    package static let slowReader = WebSocketClose(code: 1008, reason: "reads too slowly")
    package static let tooBig = WebSocketClose(code: 1009, reason: "message too big")
    package static let restarting = WebSocketClose(code: 1012, reason: "the server is shutting down")
}
