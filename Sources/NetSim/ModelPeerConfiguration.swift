import SecureTransport

/// What a model peer is like.
package struct ModelPeerConfiguration: Sendable {
    package var uplink = LinkModel()
    package var downlink = LinkModel()
    package var sendsVideo = true
    package var sendsAudio = true
    /// Receive slots: this many seats with audio and video.
    package var seats = 4
    package var certificate: DTLSCertificate

    package init(certificate: DTLSCertificate) { self.certificate = certificate }
}
