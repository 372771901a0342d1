/// `SYNC_REPORT` from a client: how far its film is from where the party is.
package struct ClientSyncReport: ClientMessage, Equatable {
    package static let type = "SYNC_REPORT"

    /// Of the film that the client shows, as `TIMELINE` said it.
    package var revision: Int
    /// Milliseconds; positive when it is ahead.
    package var error: Double

    package init(revision: Int, error: Double) {
        self.revision = revision
        self.error = error
    }

    package func validate() throws(FieldError) {
        try PartyNumber.checkRevision(revision)
        try PartyNumber.checkMilliseconds(error, field: "error")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}
