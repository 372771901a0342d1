/// Whoever acts on a client's messages: one method a message.
package protocol ClientMessageReceiver: Sendable {
    func receive(_ join: ClientJoin) async
    func receive(_ leave: ClientLeave) async
    func receive(_ offer: ClientOffer) async
    func receive(_ view: ClientView) async
    func receive(_ media: ClientMedia) async
    func receive(_ ping: ClientPing) async

    func receive(_ command: ClientPlayPause) async
    func receive(_ command: ClientSeek) async
    func receive(_ command: ClientURLChange) async
    func receive(_ command: ClientRate) async
    func receive(_ request: ClientRequestSync) async
    func receive(_ report: ClientBuffering) async
    func receive(_ report: ClientSyncReport) async
    func receive(_ report: ClientQualityReport) async
    func receive(_ change: ClientRole) async
    func receive(_ change: ClientPolicy) async
    func receive(_ kick: ClientKick) async
    func receive(_ lock: ClientLock) async
    func receive(_ request: ClientMuteRequest) async
    func receive(_ admission: ClientAdmit) async
    func receive(_ refusal: ClientRefuse) async
    func receive(_ request: ClientInvite) async
    func receive(_ chat: ClientChat) async
    func receive(_ reaction: ClientReaction) async
}
