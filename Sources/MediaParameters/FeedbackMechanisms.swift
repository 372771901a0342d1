/// RTCP feedback negotiated by `a=rtcp-fb` (RFC 4585 §4.2, RFC 5104, draft-alvestrand-rmcat-remb, draft-holmer-rmcat-transport-wide-cc).
package struct FeedbackMechanisms: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let nack = FeedbackMechanisms(rawValue: 1)
    package static let pli = FeedbackMechanisms(rawValue: 2)
    package static let fir = FeedbackMechanisms(rawValue: 4)
    package static let remb = FeedbackMechanisms(rawValue: 8)
    package static let transportCC = FeedbackMechanisms(rawValue: 16)
}
