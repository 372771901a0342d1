import Bytes
import MediaParameters
import SecureTransport

/// Two engines and a network that follows the script: it delivers, damages, drops, repeats and invents datagrams, and lets time pass.
package enum DTLSFuzz: FuzzEntry {
    package static let name = "dtls"
    private static let certificates: (DTLSCertificate, DTLSCertificate)? = {
        guard let client = try? DTLSCertificate(), let server = try? DTLSCertificate() else { return nil }
        return (client, server)
    }()

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        guard let (client, server) = certificates else { throw FuzzFailure("no certificates") }
        var script = FuzzScript(bytes)
        var network = Network(client, server)
        while let step = script.step() { network.take(step, &script) }
        try network.finish()
    }

    private struct Network: ~Copyable {
        private var client: DTLSEngine
        private var server: DTLSEngine
        private var toServer: [[UInt8]] = []
        private var toClient: [[UInt8]] = []
        private var now = MonotonicTime.zero

        init(_ clientCertificate: DTLSCertificate, _ serverCertificate: DTLSCertificate) {
            client = DTLSEngine(
                certificate: clientCertificate, role: .client, remoteFingerprint: serverCertificate.fingerprint,
                now: .zero)
            server = DTLSEngine(
                certificate: serverCertificate, role: .server, remoteFingerprint: clientCertificate.fingerprint,
                now: .zero)
            collect()
        }

        mutating func take(_ step: UInt8, _ script: inout FuzzScript) {
            let atServer = step & 1 == 0
            switch step >> 1 & 7 {
            case 0, 1: deliver(next(atServer), atServer)
            case 2:
                let datagram = next(atServer)
                if let damaged = datagram.damaged(by: &script) { deliver(damaged, atServer) }
                if step & 0x10 != 0 { deliver(datagram, atServer) }
            case 3: _ = next(atServer)
            case 4: deliver(script.block(), atServer)
            case 5:
                let datagram = (atServer ? toServer : toClient).first ?? []
                deliver(datagram, atServer)
            case 6:
                now = now + .milliseconds(Int64(script.byte()) * 8)
                client.advance(to: now)
                server.advance(to: now)
            default: if step & 0x10 != 0 { atServer ? server.close() : client.close() }
            }
            collect()
        }

        /// Both ends give up in time, and if both are connected they have the same keys.
        mutating func finish() throws(FuzzFailure) {
            if let keys = client.keys, let others = server.keys, client.state == .connected, server.state == .connected
            {
                try promise(keys == others.reversed, "both are connected, with different keys")
            }
            now = now + .seconds(11)
            client.advance(to: now)
            server.advance(to: now)
            try promise(client.state != .handshaking && server.state != .handshaking, "a handshake never ends")
            try promise(client.deadline == .never && server.deadline == .never, "a deadline after the end")
            try promise(server.state != .connected || server.keys != nil, "connected without keys")
            collect()
            try promise(toServer.count < 10_000 && toClient.count < 10_000, "datagrams without end")
        }

        private mutating func next(_ atServer: Bool) -> [UInt8] {
            if atServer { return toServer.isEmpty ? [] : toServer.removeFirst() }
            return toClient.isEmpty ? [] : toClient.removeFirst()
        }

        private mutating func deliver(_ datagram: [UInt8], _ atServer: Bool) {
            if atServer {
                server.receive(datagram.span.bytes, now: now)
            } else {
                client.receive(datagram.span.bytes, now: now)
            }
        }

        private mutating func collect() {
            Self.drain(&client, into: &toServer)
            Self.drain(&server, into: &toClient)
        }

        private static func drain(_ engine: inout DTLSEngine, into list: inout [[UInt8]]) {
            while true {
                var slot = [UInt8](repeating: 0, count: 1200)
                var span = slot.mutableSpan
                var memory = span.mutableBytes
                guard let count = engine.nextDatagram(into: &memory) else { return }
                list.append(Array(slot.prefix(count)))
            }
        }
    }
}
