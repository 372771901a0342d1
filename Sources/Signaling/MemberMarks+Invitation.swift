import Access
import PartyCore

extension MemberMarks {
    /// A personal invitation is known again anywhere, a shared one together with the network; without one there is the network only.
    init(_ invitation: Invitation?, from host: String) {
        let network = AccessControl.network(of: host)
        guard let invitation else {
            self.init(address: network)
            return
        }
        let isPersonal = invitation.uses == 1 || invitation.name != nil
        self.init(invitation: isPersonal ? invitation.id : invitation.id + "@" + network)
    }
}
