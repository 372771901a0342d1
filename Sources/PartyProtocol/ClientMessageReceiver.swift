/// Whoever acts on a client's messages: one method a message.
package protocol ClientMessageReceiver: Sendable {
    func receive(_ join: ClientJoin) async
    func receive(_ leave: ClientLeave) async
    func receive(_ offer: ClientOffer) async
    func receive(_ view: ClientView) async
    func receive(_ media: ClientMedia) async
    func receive(_ ping: ClientPing) async
}
