/// `LOCK` from a client: lets nobody new in, or lets them in again.
package struct ClientLock: ClientMessage, Equatable {
    package static let type = "LOCK"

    package var locked: Bool

    package init(locked: Bool) {
        self.locked = locked
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}
