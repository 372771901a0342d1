import MediaParameters

/// What a session answers, for the client and for the media plane.
package struct NegotiatedAnswer: Sendable, Equatable {
    /// A whole description, or a fragment where a fragment was answered.
    package var sdp: String
    package var plan: MediaPlan
    /// True when the client changed its ICE credentials of a running session, so that the server's are new as well (RFC 8445 §9).
    package var iceRestarted: Bool

    package init(sdp: String, plan: MediaPlan, iceRestarted: Bool) {
        self.sdp = sdp
        self.plan = plan
        self.iceRestarted = iceRestarted
    }
}
