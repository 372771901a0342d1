/// `REQUEST_SYNC` from a client: where is the party?
package struct ClientRequestSync: ClientMessage, Equatable {
    package static let type = "REQUEST_SYNC"

    package init() {}

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}
