import Bytes
import ICELite
import MediaParameters
import RTP
import SecureTransport

extension MediaEngine {
    /// Makes a transport what an offer and its answer agreed on. What did not change keeps running untouched.
    package mutating func apply(_ plan: MediaPlan, to id: TransportID, now: MonotonicTime) throws(MediaError) {
        guard let handle = handle(id) else { throw .noSuchTransport }
        try check(plan, against: handle)
        applyICE(plan, to: handle)
        applyUplinks(plan.uplinks, to: handle)
        applySlots(plan.slots, to: handle)
        transports[handle].plan = plan
        rooms[transports[handle].room].needsSeating = true
        // The map is told after each plan, changed or not.
        transports[handle].lastSlots = []
    }

    private func check(_ plan: MediaPlan, against handle: Handle<Transport>) throws(MediaError) {
        if let old = transports[handle].plan, transports[handle].dtls != nil, old.dtls != plan.dtls {
            throw .securityChanged
        }
        var seen: Set<UInt32> = []
        for encoding in plan.uplinks.flatMap(\.encodings) {
            for ssrc in [encoding.ssrc, encoding.rtxSSRC].compactMap({ $0 }) where !seen.insert(ssrc).inserted {
                throw .duplicateSSRC(ssrc)
            }
        }
    }

    private mutating func applyICE(_ plan: MediaPlan, to handle: Handle<Transport>) {
        guard let old = transports[handle].plan else {
            transports[handle].ice = ICELiteAgent(local: plan.localICE, remote: plan.remoteICE)
            return remember(plan.localICE, for: handle)
        }
        guard old.localICE != plan.localICE || old.remoteICE != plan.remoteICE else { return }
        transports[handle].ice?.restart(local: plan.localICE, remote: plan.remoteICE)
        forgetFragments(of: handle, except: [old.localICE, plan.localICE])
        remember(plan.localICE, for: handle)
    }

    private mutating func remember(_ credentials: ICECredentials, for handle: Handle<Transport>) {
        guard let key = FragmentKey(credentials.usernameFragment) else { return }
        fragments[key] = handle
    }

    private mutating func forgetFragments(of handle: Handle<Transport>, except kept: [ICECredentials]) {
        let keys = kept.compactMap { FragmentKey($0.usernameFragment) }
        fragments = fragments.filter { $0.value != handle || keys.contains($0.key) }
    }

    // MARK: Uplinks

    private mutating func applyUplinks(_ plans: [UplinkParameters], to handle: Handle<Transport>) {
        for track in transports[handle].uplinks where !plans.contains(where: { $0.mid == uplinks[track].mid }) {
            removeTrack(track)
        }
        transports[handle].uplinkExtensions = plans.reduce(into: HeaderExtensionMap()) { $0.merge($1.extensions) }
        var positions: [MediaKind: Int] = [:]
        transports[handle].uplinks = plans.map { plan in
            let position = positions[plan.kind, default: 0]
            positions[plan.kind] = position + 1
            return applyUplink(plan, position: position, to: handle)
        }
    }

    private mutating func applyUplink(
        _ plan: UplinkParameters, position: Int, to handle: Handle<Transport>
    ) -> Handle<UpTrack> {
        let known = transports[handle].uplinks.first { uplinks.contains($0) && uplinks[$0].mid == plan.mid }
        let source = source(of: plan.mid, kind: plan.kind, position: position, labels: transports[handle].labels)
        let track = known ?? uplinks.insert(UpTrack(transport: handle, parameters: plan, source: source))
        uplinks[track].codecs = plan.codecs
        applyEncodings(plan, of: track, handle)
        return track
    }

    private mutating func applyEncodings(
        _ plan: UplinkParameters, of track: Handle<UpTrack>, _ handle: Handle<Transport>
    ) {
        var kept: [Handle<Encoding>] = []
        for (rank, parameters) in plan.encodings.enumerated() {
            let known = uplinks[track].encodings.first { continues($0, parameters) && !kept.contains($0) }
            let encoding =
                known
                ?? encodings.insert(
                    Encoding(track: track, transport: handle, kind: plan.kind, rank: rank, parameters: parameters))
            kept.append(encoding)
            declare(parameters, as: encoding, handle)
        }
        for encoding in uplinks[track].encodings where !kept.contains(encoding) {
            transports[handle].routes.remove(encoding)
            forget(encoding, of: track)
        }
        uplinks[track].encodings = kept
    }

    private func continues(_ encoding: Handle<Encoding>, _ parameters: EncodingParameters) -> Bool {
        if parameters.rid != nil { return encodings[encoding].rid == parameters.rid }
        return encodings[encoding].rid == nil
            && (parameters.ssrc == nil || encodings[encoding].ssrc == nil
                || encodings[encoding].ssrc == parameters.ssrc)
    }

    private mutating func declare(
        _ parameters: EncodingParameters, as encoding: Handle<Encoding>, _ handle: Handle<Transport>
    ) {
        if let ssrc = parameters.ssrc {
            encodings[encoding].ssrc = ssrc
            _ = transports[handle].routes.bind(SourceRoute(ssrc: ssrc, encoding: encoding, isRTX: false))
        }
        if let ssrc = parameters.rtxSSRC {
            encodings[encoding].rtxSSRC = ssrc
            _ = transports[handle].routes.bind(SourceRoute(ssrc: ssrc, encoding: encoding, isRTX: true))
        }
    }

    private mutating func forget(_ encoding: Handle<Encoding>, of track: Handle<UpTrack>) {
        for slot in uplinks[track].subscribers {
            if slots[slot].current == encoding { slots[slot].current = nil }
            if slots[slot].target == encoding { slots[slot].target = nil }
        }
        _ = encodings.remove(encoding)
    }

    // MARK: Slots

    private mutating func applySlots(_ plans: [SlotParameters], to handle: Handle<Transport>) {
        for slot in transports[handle].slots where !plans.contains(where: { $0.mid == slots[slot].parameters.mid }) {
            removeSlot(slot)
        }
        transports[handle].slots = plans.map { applySlot($0, to: handle) }
        seatSlots(of: handle)
    }

    private mutating func applySlot(
        _ plan: SlotParameters, to handle: Handle<Transport>
    ) -> Handle<DownTrack> {
        let known = transports[handle].slots.first { slots.contains($0) && slots[$0].parameters.mid == plan.mid }
        guard let known else {
            return slots.insert(DownTrack(transport: handle, parameters: plan, using: &generator))
        }
        guard slots[known].parameters != plan else { return known }
        slots[known].parameters = plan
        slots[known].writer = RTPHeaderWriter(ssrc: plan.ssrc, extensions: plan.extensions, mid: plan.mid)
        slots[known].sourcePayloadType = 0xff
        return known
    }

    private mutating func seatSlots(of handle: Handle<Transport>) {
        let count = transports[handle].slots.map { slots[$0].parameters.seat + 1 }.max() ?? 0
        let old = transports[handle].seats
        var seats = (0..<count).map { Seat(occupant: $0 < old.count ? old[$0].occupant : nil) }
        for slot in transports[handle].slots {
            switch slots[slot].parameters.kind {
            case .audio: seats[slots[slot].parameters.seat].audio = slot
            case .video: seats[slots[slot].parameters.seat].video = slot
            }
        }
        transports[handle].seats = seats
    }
}
