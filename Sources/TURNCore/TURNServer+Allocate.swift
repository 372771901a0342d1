import Bytes
import STUN
import SecureTransport

extension TURNServer {
    /// RFC 8656 §7.2, in the order of its list.
    mutating func allocate(
        _ message: borrowing STUNMessageView, of requester: Requester, from tuple: FiveTuple, now: MonotonicTime,
        reply: inout MutableRawSpan
    ) throws(TURNRefusal) -> TURNOutcome {
        if let handle = clients[tuple.path] {
            guard isRetransmission(requester, of: handle) else { throw TURNRefusal(437, .allocationMismatch) }
            return answerAllocate(requester, handle, now: now, reply: &reply)
        }
        try checkTransport(message)
        let request = try relayRequest(message, identity: requester.username.identity)
        if let reason = ledger.take(member: requester.username.identity, client: tuple.client) {
            throw TURNRefusal(486, reason)
        }
        if let forgotten = takePending() { giveBack(forgotten) }
        pending = AllocateIntent(
            requester: requester, tuple: tuple, lifetime: lifetime(message), request: request)
        return .wantsRelay(request)
    }

    private func isRetransmission(_ requester: Requester, of handle: Handle<Allocation>) -> Bool {
        let transaction = allocations[handle].transactionID
        return (0..<12).allSatisfy { transaction[$0] == requester.transactionID[$0] }
            && allocations[handle].username == requester.username
    }

    /// Only UDP is relayed: relaying TCP would make this server a door into its own network (attack T8).
    private func checkTransport(_ message: borrowing STUNMessageView) throws(TURNRefusal) {
        guard let transport = message.uint32(.requestedTransport) else { throw TURNRefusal(400, .badRequest) }
        guard transport >> 24 == 17 else { throw TURNRefusal(442, .wrongTransport) }
    }

    private func relayRequest(_ message: borrowing STUNMessageView, identity: [UInt8]) throws(TURNRefusal)
        -> RelayRequest
    {
        var request = RelayRequest()
        request.identity = identity
        if let value = message.attribute(.evenPort) {
            guard value.byteCount == 1, let bits = value.uint8(at: 0) else { throw TURNRefusal(400, .badRequest) }
            request.evenPort = true
            request.reservesNext = bits & 0x80 != 0
        }
        let hasFamily = message.contains(.requestedAddressFamily)
        let hasAdditional = message.contains(.additionalAddressFamily)
        if message.contains(.reservationToken) {
            guard !request.evenPort, !hasFamily, !hasAdditional, let token = message.uint64(.reservationToken) else {
                throw TURNRefusal(400, .badRequest)
            }
            request.reservationToken = token
        }
        guard !hasFamily || !hasAdditional, !request.reservesNext || !hasAdditional else {
            throw TURNRefusal(400, .badRequest)
        }
        if let family = try family(message, .requestedAddressFamily) { request.family = family }
        if let family = try family(message, .additionalAddressFamily) {
            guard family == .ipv6 else { throw TURNRefusal(400, .badRequest) }
            request.alsoIPv6 = true
        }
        return request
    }

    func family(_ message: borrowing STUNMessageView, _ type: STUNAttributeType) throws(TURNRefusal)
        -> RelayRequest.Family?
    {
        guard message.contains(type) else { return nil }
        guard let value = message.uint32(type) else { throw TURNRefusal(400, .badRequest) }
        guard let family = RelayRequest.Family(rawValue: UInt8(value >> 24)) else {
            throw TURNRefusal(440, .wrongFamily)
        }
        return family
    }

    /// Never shorter than the default, so that nobody makes us count seconds, and never longer than the maximum (RFC 8656 §7.2).
    func lifetime(_ message: borrowing STUNMessageView) -> TimeSpan {
        let wanted = TimeSpan.seconds(Int64(message.uint32(.lifetime) ?? 0))
        return max(configuration.defaultLifetime, min(wanted, configuration.maximumLifetime))
    }

    /// Answers the Allocate request that wanted these relayed addresses.
    package mutating func completeAllocate(_ relays: RelaySet, now: MonotonicTime, reply: inout MutableRawSpan)
        -> TURNOutcome
    {
        guard let intent = takePending() else {
            released += relays.all
            return .dropped
        }
        guard let first = relays.first, !intent.request.reservesNext || relays.reservationToken != nil else {
            released += relays.all
            giveBack(intent)
            // A family that we have no address of, or no port left (RFC 8656 §7.2, items 7 and 13).
            return refuse(intent.requester, TURNRefusal(508, .noRelay), into: &reply)
        }
        let handle = insert(intent, first: first, relays: relays, now: now)
        return answerAllocate(intent.requester, handle, now: now, reply: &reply)
    }

    /// The request wants addresses of a family that this server does not have (440).
    package mutating func failAllocateForFamily(reply: inout MutableRawSpan) -> TURNOutcome {
        guard let intent = takePending() else { return .dropped }
        giveBack(intent)
        return refuse(intent.requester, TURNRefusal(440, .wrongFamily), into: &reply)
    }

    private mutating func takePending() -> AllocateIntent? {
        defer { pending = nil }
        return pending
    }

    /// What was counted for an allocation that does not come to be.
    private func giveBack(_ intent: AllocateIntent) {
        ledger.giveBack(member: intent.requester.username.identity, client: intent.tuple.client)
    }

    private mutating func insert(_ intent: AllocateIntent, first: Relay, relays: RelaySet, now: MonotonicTime)
        -> Handle<Allocation>
    {
        let leases = [first, relays.additional].compactMap { $0 }.map {
            RelayLease(relay: $0, expires: now + intent.lifetime)
        }
        let handle = allocations.insert(
            Allocation(
                tuple: intent.tuple, username: intent.requester.username, key: intent.requester.key,
                roomMark: intent.requester.username.room.map { credentials.mark(ofRoom: $0) } ?? 0,
                transactionID: intent.requester.transactionID, reservationToken: relays.reservationToken,
                lacksAdditional: intent.request.alsoIPv6 && relays.additional == nil, leases: leases,
                upload: BandwidthMeter(perSecond: configuration.bandwidth, now: now),
                download: BandwidthMeter(perSecond: configuration.bandwidth, now: now)))
        clients[intent.tuple.path] = handle
        for lease in leases { setOwner(handle, of: lease.relay.id) }
        counters.allocationsMade &+= 1
        return handle
    }

    mutating func setOwner(_ handle: Handle<Allocation>?, of relay: UInt32) {
        while owners.count <= Int(relay) { owners.append(nil) }
        owners[Int(relay)] = handle
    }

    private mutating func answerAllocate(
        _ requester: Requester, _ handle: Handle<Allocation>, now: MonotonicTime, reply: inout MutableRawSpan
    ) -> TURNOutcome {
        let allocation = allocations[handle]
        let seconds = max(0, (allocation.expires - now).milliseconds / 1000)
        return success(requester, into: &reply) { writer in
            for lease in allocation.leases { writer.writeXORAddress(.xorRelayedAddress, lease.relay.address) }
            // ADDRESS-ERROR-CODE (RFC 8656 §18.12): no IPv6 address could be had.
            if allocation.lacksAdditional { writer.write(.addressErrorCode, UInt32(0x0200_0428)) }
            writer.write(.lifetime, UInt32(clamping: seconds))
            if let token = allocation.reservationToken { writer.write(.reservationToken, token) }
            writer.writeXORAddress(.xorMappedAddress, allocation.tuple.client)
        }
    }
}
