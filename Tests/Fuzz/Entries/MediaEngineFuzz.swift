import Bytes
import MediaCore
import MediaParameters
import NetSim

/// A media plane with two connected members. One of them has keys and sends what it likes; so does everybody else, without keys, from its address and from others.
package enum MediaEngineFuzz: FuzzEntry {
    package static let name = "media-engine"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        let party = try Party(seed: UInt64(script.byte()))
        // Each step may cost a turn of the whole party.
        for _ in 0..<256 {
            guard let step = script.step() else { break }
            party.take(step, &script)
        }
        try party.finish()
    }

    private final class Party {
        private let simulation: Simulation
        private let hostile: ModelPeer
        private let viewer: ModelPeer
        private let stranger = SocketAddress(ipv4: 0xcb00_7101, port: 9)

        init(seed: UInt64) throws(FuzzFailure) {
            do {
                var configuration = EngineConfiguration()
                configuration.sendQueueCapacity = 512
                simulation = try Simulation(seed: seed, configuration: configuration)
                hostile = try simulation.join("Eve")
                viewer = try simulation.join("Bo")
            } catch {
                throw FuzzFailure("no party: \(error)")
            }
            hostile.capturesUplink = true
            simulation.run(for: .milliseconds(300))
            try promise(hostile.isConnected && viewer.isConnected, "the party does not begin")
        }

        func take(_ step: UInt8, _ script: inout FuzzScript) {
            let source = [hostile.address, viewer.address, stranger][Int(step >> 4) % 3]
            switch step & 7 {
            case 0: simulation.inject(script.block(), from: source)
            case 1:
                guard let datagram = captured(script.number()) else { return }
                simulation.inject(datagram.damaged(by: &script) ?? datagram, from: source)
            case 2: simulation.run(for: .milliseconds(Int64(script.byte())))
            case 3: hostile.sendSealed(mediaPacket(script.byte(), script.block()))
            default: hostile.sendSealed(script.block())
            }
        }

        private func captured(_ number: UInt16) -> [UInt8]? {
            hostile.captured.isEmpty ? nil : hostile.captured[Int(number) % hostile.captured.count]
        }

        /// A packet of a stream that the server knows, with a payload and a header extension block of the script.
        private func mediaPacket(_ kind: UInt8, _ bytes: [UInt8]) -> [UInt8] {
            let tracks = hostile.plan.uplinks
            guard !tracks.isEmpty else { return bytes }
            let track = tracks[Int(kind & 1) % tracks.count]
            guard let encoding = track.encodings.first, let ssrc = kind & 2 == 0 ? encoding.ssrc : encoding.rtxSSRC
            else { return bytes }
            let payloadType = kind & 4 == 0 ? track.codecs.first?.payloadType ?? 96 : kind >> 3
            let source = (0..<4).map { UInt8(truncatingIfNeeded: ssrc >> (24 - 8 * UInt32($0))) }
            return [kind & 0x20 == 0 ? 0x80 : 0x90, payloadType, kind, bytes.first ?? 0, 0, 0, 0, 1] + source + bytes
        }

        /// Nobody else was harmed, and nothing is left when all have gone.
        func finish() throws(FuzzFailure) {
            simulation.run(for: .milliseconds(200))
            let isClosed = viewer.events.contains { if case .closed = $0 { true } else { false } }
            try promise(!isClosed, "the viewer was thrown out")
            simulation.leave(hostile)
            simulation.leave(viewer)
            simulation.closeRoom("room")
            try promise(simulation.isEmpty, "something is left when all have gone")
        }
    }
}
