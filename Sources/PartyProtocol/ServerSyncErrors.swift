/// `SYNC_ERRORS`: how well everybody is together.
package struct ServerSyncErrors: ServerMessage, Equatable {
    private let type = "SYNC_ERRORS"
    package var members: [SyncErrorDescription]

    package init(members: [SyncErrorDescription]) {
        self.members = members
    }
}
