import Bytes
import EventLoop
import Probe
import STUN

/// Guests of the relay who want more than this server's media.
enum RelayAttacks {
    static let all = [
        peers("T1 relaying into this machine's networks", HostilePeer.inside),
        peers("T2 loopback by its other names", HostilePeer.otherNamesOfLoopback),
        peers("T3 internal addresses in IPv6 clothes", HostilePeer.inOtherClothes), withoutPermission, ownPorts, tcp,
        mobility, lyingFrames,
    ]

    /// Permission, channel and data for each of them.
    private static func peers(_ name: String, _ peers: [HostilePeer]) -> Attack {
        Attack(name: name) { target throws(ProbeError) in
            let forbidden = peers.filter { !$0.isAllowed(by: target.configuration.relay.allow) }
            return try await target.withRelay { _, relay throws(ProbeError) in
                try await target.withCanary { port throws(ProbeError) in
                    try await refuse(forbidden, port, target, relay)
                }
            }
        }
    }

    private static func refuse(
        _ peers: [HostilePeer], _ port: UInt16, _ target: AttackTarget, _ relay: RelayOffer
    ) async throws(ProbeError) -> Attack.Result {
        var guest = try await target.allocated(relay)
        var result = Attack.Result.held("403 for \(peers.count) addresses, and nothing arrives")
        for peer in peers {
            let codes = [
                try await guest.permit(peer, port: port), try await guest.bind(0x4000, peer, port: port),
            ]
            guest.send([1, 2, 3], to: peer, port: port)
            if codes != [403, 403] { result = .broken("\(peer.text): permission \(codes[0]), channel \(codes[1])") }
        }
        await guest.close()
        return result
    }

    /// Without a permission for it, not even this server's media is reached.
    private static let withoutPermission = Attack(name: "T4 data without a permission") {
        target throws(ProbeError) in
        try await target.withRelay { visit, relay throws(ProbeError) in
            guard let media = visit.media else { throw .unreadableAnswer }
            let peer = HostilePeer(media.host)
            var guest = try await target.allocated(relay)
            guest.send(visit.check, to: peer, port: media.port)
            guest.write([0x40, 0, 0, UInt8(clamping: visit.check.count)] + visit.check)
            let early = await guest.listen(.milliseconds(500)).count
            _ = try await guest.permit(peer, port: media.port)
            guest.send(visit.check, to: peer, port: media.port)
            let late = await guest.listen(.milliseconds(500)).count
            await guest.close()
            guard early == 0 else { return .broken("data passes without a permission") }
            return late > 0 ? .held("it passes with one only") : .broken("data does not pass with a permission either")
        }
    }

    private static let ownPorts = Attack(name: "T7 this server's own ports as peers") { target throws(ProbeError) in
        try await target.withRelay { visit, relay throws(ProbeError) in
            guard let media = visit.media else { throw .unreadableAnswer }
            return try await target.withCanary { port throws(ProbeError) in
                var guest = try await target.allocated(relay)
                let peer = HostilePeer(media.host)
                _ = try await guest.permit(peer, port: port)
                let ports = [port, target.configuration.admin.port ?? 22, 1, 0].filter { $0 != media.port }
                var codes: [Int] = []
                for port in ports { codes.append(try await guest.bind(0x4000, peer, port: port)) }
                guest.send([1, 2, 3], to: peer, port: port)
                await guest.close()
                return codes.allSatisfy { $0 == 403 } ? .held("403, but for its media") : .broken("answered \(codes)")
            }
        }
    }

    private static let tcp = Attack(name: "T8 relaying of TCP") { target throws(ProbeError) in
        try await target.withRelay { _, relay throws(ProbeError) in
            try await expect(442, target, relay) { guest throws(ProbeError) in try await guest.allocate(transport: 6) }
        }
    }

    private static let mobility = Attack(name: "T18 an allocation taken along") { target throws(ProbeError) in
        try await target.withRelay { _, relay throws(ProbeError) in
            try await expect(420, target, relay) { guest throws(ProbeError) in
                try await guest.allocate { writer, _ in writer.write(.mobilityTicket) }
            }
        }
    }

    private static func expect(
        _ code: Int, _ target: AttackTarget, _ relay: RelayOffer,
        _ ask: (inout RelayGuest) async throws(ProbeError) -> Int
    ) async throws(ProbeError) -> Attack.Result {
        var guest = try await RelayGuest(target, relay)
        let answer = try await ask(&guest)
        await guest.close()
        return answer == code ? .held("refused with \(code)") : .broken("answered with \(answer)")
    }

    /// On a connection a wrong length takes everything after it along, so the connection has to end.
    private static let lyingFrames = Attack(name: "T19 frames that lie") { target throws(ProbeError) in
        try await target.withRelay { _, relay throws(ProbeError) in
            let lies: [[UInt8]] = [
                [0x40, 0, 0xff, 0xff], [0x50, 0, 0, 4, 1, 2, 3, 4], [0x7f, 0xff, 0, 0],
                [UInt8](repeating: 0xff, count: 20),
                [0, 3, 0xff, 0xfc, 0x21, 0x12, 0xa4, 0x42] + [UInt8](repeating: 0, count: 12),
            ]
            for lie in lies {
                var guest = try await target.allocated(relay, over: .tcp)
                guest.write(lie)
                _ = await guest.listen(.seconds(5))
                await guest.close()
                guard guest.isClosed else { return .broken("the connection stays open after \(lie.prefix(8))") }
            }
            return .held("\(lies.count) connections closed")
        }
    }
}
