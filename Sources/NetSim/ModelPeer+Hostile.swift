import Bytes
import RTP

extension ModelPeer {
    /// Seals bytes that no honest client would send and puts them into the outbox: an attacker may be a member with keys.
    /// Nothing is sent before the peer is connected, or when there is no RTP or RTCP header to seal behind.
    package func sendSealed(_ plain: [UInt8]) {
        if RTCPReader.isRTCP(plain.span.bytes) {
            sendRTCP { $0.write(plain) }
        } else if let headerCount = RTPLayout.headerCount(plain.span.bytes),
            let ssrc = RTPLayout.ssrc(plain.span.bytes), let sequence = RTPLayout.sequence(plain.span.bytes)
        {
            seal(plain, headerCount: headerCount, ssrc: ssrc, sequence: sequence)
        }
    }
}
