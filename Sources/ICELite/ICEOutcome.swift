/// What came of one check.
package struct ICEOutcome: Sendable, Equatable {
    /// Bytes of the answer that was written, 0 for none.
    package var replyCount = 0
    /// The check was authentic: datagrams from its source may be accepted.
    package var isSourceValid = false
    /// The source has become the nominated address.
    package var hasSelectionChanged = false
    package var dropped: ICEDropReason?

    package init() {}
}
