/// What a check brought.
package struct ICEOutcome: Sendable, Equatable {
    /// Bytes of the answer, to be sent to where the check came from; 0 for none.
    package var replyCount = 0
    /// The source has proved itself and may carry DTLS and SRTP.
    package var isSourceValid = false
    /// `selected` has become the source of this check.
    package var hasSelectionChanged = false
    package var dropped: ICEDropReason?

    static func dropped(_ reason: ICEDropReason, replyCount: Int = 0) -> ICEOutcome {
        ICEOutcome(replyCount: replyCount, dropped: reason)
    }
}
