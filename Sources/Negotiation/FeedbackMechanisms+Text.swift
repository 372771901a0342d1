import MediaParameters

extension FeedbackMechanisms {
    /// The mechanism of an `a=rtcp-fb` line; nil for one that the server does not use.
    init?(_ text: String) {
        switch text {
        case "nack": self = .nack
        case "nack pli": self = .pli
        case "ccm fir": self = .fir
        case "goog-remb": self = .remb
        case "transport-cc": self = .transportCC
        default: return nil
        }
    }
}
