/// Everything the media plane needs to know from one offer and its answer. A new plan for a running transport changes only what differs:
/// m-lines are recognised by `mid`, and what keeps its SSRC keeps its media.
package struct MediaPlan: Sendable, Equatable {
    package var localICE: ICECredentials
    package var remoteICE: ICECredentials
    package var dtls: DTLSParameters
    /// m-lines on which the client sends, in order.
    package var uplinks: [UplinkParameters]
    /// m-lines on which the client receives, in order.
    package var slots: [SlotParameters]

    package init(
        localICE: ICECredentials, remoteICE: ICECredentials, dtls: DTLSParameters, uplinks: [UplinkParameters],
        slots: [SlotParameters]
    ) {
        self.localICE = localICE
        self.remoteICE = remoteICE
        self.dtls = dtls
        self.uplinks = uplinks
        self.slots = slots
    }
}
