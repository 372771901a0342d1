/// RFC 3550 §12.1, RFC 4585 §6.1, RFC 3611 §2.
package struct RTCPPacketType: RawRepresentable, Sendable, Hashable {
    package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let senderReport = RTCPPacketType(rawValue: 200)
    package static let receiverReport = RTCPPacketType(rawValue: 201)
    package static let sourceDescription = RTCPPacketType(rawValue: 202)
    package static let bye = RTCPPacketType(rawValue: 203)
    package static let application = RTCPPacketType(rawValue: 204)
    package static let transportFeedback = RTCPPacketType(rawValue: 205)
    package static let payloadFeedback = RTCPPacketType(rawValue: 206)
    package static let extendedReport = RTCPPacketType(rawValue: 207)
}
