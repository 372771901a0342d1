/// Which Swift type decodes which `type`. A new message is one more line here and one method in `ClientMessageReceiver`.
package enum ClientMessageTable {
    package static let types: [String: any ClientMessage.Type] = {
        let all: [any ClientMessage.Type] = [
            ClientJoin.self, ClientLeave.self, ClientOffer.self, ClientView.self, ClientMedia.self, ClientPing.self,
            ClientPlayPause.self, ClientSeek.self, ClientURLChange.self, ClientRate.self,
            ClientRequestSync.self, ClientBuffering.self, ClientSyncReport.self, ClientQualityReport.self,
            ClientRole.self, ClientPolicy.self, ClientKick.self, ClientLock.self,
            ClientMuteRequest.self, ClientAdmit.self, ClientRefuse.self, ClientInvite.self,
            ClientChat.self, ClientReaction.self,
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })
    }()
}
