import Bytes

/// Packets that the server understands.
package enum RTCPKind: Sendable, Equatable {
    case senderReport
    case receiverReport
    case sourceDescription
    case bye
    case nack
    case transportCC
    case pli
    case fir
    case remb
    case extendedReport
    case other

    init(_ type: RTCPPacketType, format: UInt8, body: RawSpan) {
        switch type {
        case .senderReport: self = .senderReport
        case .receiverReport: self = .receiverReport
        case .sourceDescription: self = .sourceDescription
        case .bye: self = .bye
        case .transportFeedback: self = Self.transportFeedback(format)
        case .payloadFeedback: self = Self.payloadFeedback(format, body)
        case .extendedReport: self = .extendedReport
        default: self = .other
        }
    }

    private static func transportFeedback(_ format: UInt8) -> RTCPKind {
        switch format {
        case 1: .nack
        case 15: .transportCC
        default: .other
        }
    }

    /// Format 15 is shared by all application layer feedback; REMB says its name behind the SSRCs.
    private static func payloadFeedback(_ format: UInt8, _ body: RawSpan) -> RTCPKind {
        switch format {
        case 1: .pli
        case 4: .fir
        case 15 where body.uint32(at: 8) == RTCPBandwidthLimit.identifier: .remb
        default: .other
        }
    }
}
