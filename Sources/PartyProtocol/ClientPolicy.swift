/// `POLICY` from a client: changes the rules of the room; what is absent stays.
package struct ClientPolicy: ClientMessage, Equatable {
    package static let type = "POLICY"

    package var control: ControlPolicy?
    package var buffering: BufferingPolicy?
    package var admission: AdmissionPolicy?
    package var invite: ControlPolicy?

    package init(
        control: ControlPolicy? = nil, buffering: BufferingPolicy? = nil, admission: AdmissionPolicy? = nil,
        invite: ControlPolicy? = nil
    ) {
        self.control = control
        self.buffering = buffering
        self.admission = admission
        self.invite = invite
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}
