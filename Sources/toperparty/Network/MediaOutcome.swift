import Bytes
import Probe

/// What came of sending sound through a path and getting it back.
struct MediaOutcome: Sendable {
    var sender = ProbeProgress()
    var receiver = ProbeProgress()
    var problem: ProbeError?

    var isGood: Bool { receiver.packetsReceived >= MediaProbe.packets }

    var description: String {
        if let problem { return problem.description }
        for (peer, name) in [(sender, "sending"), (receiver, "receiving")] {
            if let code = peer.refusal { return "the relay refuses with \(code)" }
            if peer.roundTrip == nil { return "no answer to \(peer.checksSent) connectivity checks" }
            if !peer.isSecured { return "connectivity is there, but the DTLS handshake when \(name) does not finish" }
        }
        guard receiver.packetsReceived > 0 else {
            return "connected, but of \(sender.packetsSent) packets sent none came back"
        }
        let time = receiver.roundTrip.map { "\(Double($0.nanoseconds / 10_000) / 100) ms" } ?? "?"
        return
            "round trip \(time), sound came back: \(receiver.packetsReceived) packets, \(receiver.packetsMissing) missing"
    }
}
