/// Which Swift type decodes which `type`. A new message is one more line here and one method in `ClientMessageReceiver`.
enum ClientMessageTable {
    typealias Decode = @Sendable (any Decoder) throws -> any ClientMessage

    static let decoders: [String: Decode] = Dictionary(uniqueKeysWithValues: [
        entry(ClientJoin.self), entry(ClientLeave.self), entry(ClientOffer.self), entry(ClientView.self),
        entry(ClientMedia.self), entry(ClientPing.self),
        entry(ClientPlayPause.self), entry(ClientSeek.self), entry(ClientURLChange.self), entry(ClientRate.self),
        entry(ClientRequestSync.self), entry(ClientBuffering.self), entry(ClientSyncReport.self),
        entry(ClientQualityReport.self),
        entry(ClientRole.self), entry(ClientPolicy.self), entry(ClientKick.self), entry(ClientLock.self),
        entry(ClientMuteRequest.self), entry(ClientAdmit.self), entry(ClientRefuse.self), entry(ClientInvite.self),
        entry(ClientChat.self), entry(ClientReaction.self),
    ])

    private static func entry<Message: ClientMessage>(_ message: Message.Type) -> (String, Decode) {
        (Message.type, { try Message(from: $0) })
    }
}
