import Bytes
import EventLoop
import Probe
import STUN

/// Credentials of somebody else, of somewhere else, of yesterday; and strangers who have none.
enum CredentialAttacks {
    static let all = [quota, nonces, otherRoom, afterLeaving, challenges]

    /// Beyond it the row would take too long.
    private static let mostAllocations = 100

    private static let quota = Attack(name: "T9 one member, many allocations") { target throws(ProbeError) in
        let quota = target.configuration.relay.quota
        guard quota <= mostAllocations else { return .off("turn-quota is above \(mostAllocations)") }
        return try await target.withRelay { _, relay throws(ProbeError) in
            var guests: [RelayGuest] = []
            var codes: [Int] = []
            for _ in 0..<(quota + 4) {
                var guest = try await RelayGuest(target, relay)
                codes.append(try await guest.allocate())
                guests.append(guest)
            }
            for guest in guests { await guest.close() }
            let granted = codes.count { $0 == 200 }
            guard granted <= quota, codes.last == 486 else {
                return .broken("\(granted) granted of a quota of \(quota)")
            }
            return .held("\(granted) granted, then 486")
        }
    }

    private static let nonces = Attack(name: "T11 made-up nonces") { target throws(ProbeError) in
        try await target.withRelay { _, relay throws(ProbeError) in
            var guest = try await RelayGuest(target, relay)
            var seen: Set<[UInt8]> = []
            for _ in 0..<10 {
                let answer = await guest.askPlainly(.allocate) { writer, _ in
                    writer.write(.requestedTransport, UInt32(17) << 24)
                }
                if let nonce = answer?.nonce { seen.insert(nonce) }
            }
            guard var forged = seen.first, seen.count == 10 else {
                return .broken("\(seen.count) different nonces of 10")
            }
            forged[forged.count - 1] ^= 1
            guest.nonce = forged
            let before = guest.nonce
            let code = try await guest.allocate()
            await guest.close()
            return code == 200 && guest.nonce != before
                ? .held("no nonce comes twice, and a changed one is replaced")
                : .broken("a changed nonce is answered \(code)")
        }
    }

    /// Everything is right about the check but the room of the relay credentials.
    private static let otherRoom = Attack(name: "T13 credentials of another room") { target throws(ProbeError) in
        guard case .invitation = target.admission else {
            return try await target.withRelay { here, relay throws(ProbeError) in
                try await target.media.stay { there throws(ProbeError) in
                    guard try await reaches(here, target, relay) else { return .broken("its own room is not reached") }
                    return try await reaches(there, target, relay)
                        ? .broken("media of another room is reached") : .held("no answer from another room")
                }
            }
        }
        return .off("an invitation is for one room only")
    }

    private static func reaches(_ visit: MediaVisit, _ target: AttackTarget, _ relay: RelayOffer)
        async throws(ProbeError) -> Bool
    {
        guard let media = visit.media else { throw .unreadableAnswer }
        var guest = try await target.allocated(relay)
        let peer = HostilePeer(media.host)
        _ = try await guest.permit(peer, port: media.port)
        for _ in 0..<3 { guest.send(visit.check, to: peer, port: media.port) }
        let isAnswered = !(await guest.listen(.milliseconds(500)).isEmpty)
        await guest.close()
        return isAnswered
    }

    private static let afterLeaving = Attack(name: "T13 relaying after having left") { target throws(ProbeError) in
        guard target.configuration.relay.mode != .off else { return .off("relaying is off") }
        let (guest, relay) = try await target.media.stay { visit throws(ProbeError) in
            guard let relay = visit.relays.first else { throw .unreachable("the answer offers no relay") }
            return (try await target.allocated(relay), relay)
        }
        var (left, again) = (guest, try await RelayGuest(target, relay))
        let codes = [try await left.refresh(), try await again.allocate()]
        await left.close()
        await again.close()
        return codes.allSatisfy { $0 == 401 || $0 == 437 }
            ? .held("refused with \(codes[0]), and \(codes[1]) for a new one") : .broken("answered with \(codes)")
    }

    /// What an answer costs beyond its bytes: headers of IP and UDP.
    private static let headers = 28.0

    private static let challenges = Attack(name: "T14 challenges of strangers") { target throws(ProbeError) in
        guard target.configuration.relay.mode != .off else { return .off("relaying is off") }
        // An Allocate request without credentials (RFC 8656 §7.1).
        let request: [UInt8] =
            [0, 3, 0, 8, 0x21, 0x12, 0xa4, 0x42] + AttackTarget.random(12) + [0, 0x19, 0, 4, 17, 0, 0, 0]
        let answers = try await target.answers(to: Array(repeating: request, count: 2000), within: .seconds(1))
        let largest = Double(answers.map(\.count).max() ?? 0)
        let ratio = ((largest + headers) / (Double(request.count) + headers) * 10).rounded() / 10
        guard ratio <= 2.4 else { return .broken("the answer has \(ratio) times the bytes") }
        // A burst of 100 from each worker, then 25 a second.
        let most = 160 * max(1, target.configuration.workers)
        return answers.count <= most
            ? .held("\(answers.count) of 2000 answered, with \(ratio) times the bytes")
            : .broken("\(answers.count) of 2000 answered")
    }
}
