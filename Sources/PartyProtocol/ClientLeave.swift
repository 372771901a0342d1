/// `LEAVE` from a client: it goes on purpose.
package struct ClientLeave: ClientMessage, Equatable {
    package static let type = "LEAVE"

    package init() {}

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}
