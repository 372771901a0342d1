import Bytes
import EventLoop
import Probe
import STUN

/// Connections that never end, never read, or change their mind.
enum StreamAttacks {
    static let all = [lyingPackets, slow, stalled("T20 a listener who never reads"), stalledRelay, confusion]

    private static func framed(_ packet: [UInt8]) -> [UInt8] {
        [UInt8(packet.count >> 8), UInt8(packet.count & 0xff)] + packet
    }

    /// RFC 4571 frames, plain on the TCP port also where TLS is on: browsers know no other ICE-TCP.
    private static let lyingPackets = Attack(name: "T19 ICE-TCP frames that lie") { target throws(ProbeError) in
        try await target.media.stay { visit throws(ProbeError) in
            let noise = framed([0x80] + AttackTarget.random(40))
            let strange = framed([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42] + AttackTarget.random(12))
            for lie in [noise, strange, framed(visit.check) + [0xff, 0xff, 0, 0]] {
                let (_, isClosed) = try await target.plain.reply(to: [lie], within: .seconds(5))
                guard isClosed else { return .broken("the connection stays open after \(lie.prefix(6))") }
            }
            return .held("3 connections closed")
        }
    }

    /// Whoever begins and does not go on keeps a connection for a while only, whatever it was to become.
    private static let slow = Attack(name: "W13 connections that trickle") { target throws(ProbeError) in
        let starts: [[UInt8]] = [
            [], Array("GET / HTTP/1.1\r\nHost: ".utf8), [0, 3, 0, 8], [0, 40, 0, 1], [0x16, 3, 1, 2, 0, 1],
        ]
        let begin = MonotonicClock.now()
        let open = await withTaskGroup(of: Bool.self) { group in
            for start in starts { group.addTask { await trickle(start, target) } }
            return await group.reduce(0) { $0 + ($1 ? 0 : 1) }
        }
        let seconds = Int((MonotonicClock.now() - begin).seconds)
        return open == 0
            ? .held("\(starts.count) kinds closed, the last after \(seconds) s")
            : .broken("\(open) of \(starts.count) still open after \(seconds) s")
    }

    /// Whether the server closes, though a byte comes each second.
    private static func trickle(_ start: [UInt8], _ target: AttackTarget) async -> Bool {
        guard let channel = try? await ProbeChannel.tcp(to: target.address) else { return true }
        let end = MonotonicClock.now() + .seconds(20)
        var next = MonotonicTime.zero
        var rest = start
        var isClosed = false
        for await event in channel.events {
            let now = MonotonicClock.now()
            if case .closed = event { isClosed = true }
            if isClosed || now > end { break }
            guard now >= next, !rest.isEmpty else { continue }
            channel.send([rest.removeFirst()])
            next = now + .seconds(1)
        }
        await channel.close()
        return isClosed
    }

    private static func stalled(_ name: String) -> Attack {
        Attack(name: name) { target throws(ProbeError) in try await stall(target, .tcp(target.address)) }
    }

    private static let stalledRelay = Attack(name: "T20 the same through the relay") { target throws(ProbeError) in
        guard target.configuration.relay.mode != .off else { return .off("relaying is off") }
        guard target.configuration.relay.bandwidth.map({ $0 >= 10_000 }) ?? true else {
            return .off("turn-bandwidth keeps it from being flooded")
        }
        return try await stall(target, .relay(.tcp, target.address))
    }

    private static func stall(_ target: AttackTarget, _ path: MediaPath) async throws(ProbeError) -> Attack.Result {
        let outcome = try await StalledListener(media: target.media, udp: .udp(target.address), path: path).run()
        let (received, missing) = (outcome.reader.packetsReceived, outcome.reader.packetsMissing)
        guard received > 500 else { return .broken("somebody who reads got \(received) packets only") }
        let seconds = Int(outcome.time.seconds)
        guard outcome.isClosed else { return .broken("the connection is still open after \(seconds) s") }
        return missing * 20 <= received
            ? .held("given up within \(seconds) s; who reads missed \(missing) of \(received + missing) packets")
            : .broken("who reads missed \(missing) of \(received + missing) packets")
    }

    /// A port on which TLS may mean two things must not let one be taken for the other.
    private static let confusion = Attack(name: "W14 TURN as HTTP, and HTTP as TURN") { target throws(ProbeError) in
        guard target.place.isTLS else { return .off("TLS is off") }
        let allocate = [0, 3, 0, 0, 0x21, 0x12, 0xa4, 0x42] + AttackTarget.random(12)
        let page = Array("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for (bytes, agreed) in [(allocate, "http/1.1"), (page, "stun.turn")] {
            let (answer, isClosed) = try await target.reply(to: [bytes], within: .seconds(5), protocols: [agreed])
            guard isClosed, answer.isEmpty else {
                return .broken("\(agreed) was agreed on, and something else answered")
            }
        }
        return .held("closed")
    }
}
