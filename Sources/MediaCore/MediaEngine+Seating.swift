import Bytes
import MediaParameters

extension MediaEngine {
    /// Gives every receiver of the room its seats and tells those for whom something changed.
    mutating func seat(_ room: Handle<Room>, now: MonotonicTime) {
        let streams = streams(of: room)
        for receiver in rooms[room].transports { seat(receiver, streams: streams) }
        for publisher in rooms[room].transports { requestKeyFrames(of: publisher, now: now) }
    }

    /// Everybody's streams in order of arrival.
    private func streams(of room: Handle<Room>) -> [SeatCandidate] {
        var streams: [SeatCandidate] = []
        for publisher in rooms[room].transports {
            for track in transports[publisher].uplinks {
                let key = StreamKey(publisher: publisher, source: uplinks[track].source)
                let spoke = uplinks[track].speech.lastSpoke
                if let known = streams.firstIndex(where: { $0.key == key }) {
                    streams[known].lastSpoke = max(spoke ?? .zero, streams[known].lastSpoke ?? .zero)
                } else {
                    streams.append(SeatCandidate(key: key, pin: nil, lastSpoke: spoke))
                }
            }
        }
        return streams
    }

    private mutating func seat(_ receiver: Handle<Transport>, streams: [SeatCandidate]) {
        guard !transports[receiver].seats.isEmpty else { return }
        let requests = transports[receiver].requests
        let candidates = streams.filter { $0.key.publisher != receiver }.map { ranked($0, by: requests) }
        let assigned = SeatAssigner.assign(transports[receiver].seats.map(\.occupant), candidates: candidates)
        for number in assigned.indices { occupy(number, of: receiver, with: assigned[number], requests: requests) }
        tellSlots(of: receiver)
    }

    private func ranked(_ candidate: SeatCandidate, by requests: [StreamRequest]) -> SeatCandidate {
        var ranked = candidate
        ranked.pin = requests.firstIndex { $0.pinned && isRequest($0, for: candidate.key) }
        return ranked
    }

    private func isRequest(_ request: StreamRequest, for key: StreamKey) -> Bool {
        request.publisher == identifier(key.publisher)
            && (request.source == .screen || request.source == .screenAudio) == key.isScreen
    }

    private mutating func occupy(
        _ number: Int, of receiver: Handle<Transport>, with key: StreamKey?, requests: [StreamRequest]
    ) {
        transports[receiver].seats[number].occupant = key
        let height = key.flatMap { key in requests.first { isRequest($0, for: key) }?.height }
        let seat = transports[receiver].seats[number]
        if let audio = seat.audio { show(key.flatMap { track(of: $0, kind: .audio) }, in: audio) }
        guard let video = seat.video else { return }
        slots[video].height = height
        // Height 0: not shown, so not sent.
        show(height == 0 ? nil : key.flatMap { track(of: $0, kind: .video) }, in: video)
    }

    private func track(of key: StreamKey, kind: MediaKind) -> Handle<UpTrack>? {
        transports[key.publisher].uplinks.first { track in
            uplinks[track].kind == kind && StreamKey(publisher: key.publisher, source: uplinks[track].source) == key
        }
    }

    /// Puts a track into a slot, or nobody.
    private mutating func show(_ track: Handle<UpTrack>?, in slot: Handle<DownTrack>) {
        guard slots[slot].source != track else {
            if slots[slot].parameters.kind == .video { chooseLayer(of: slot) }
            return
        }
        unsubscribe(slot)
        guard let track else { return }
        slots[slot].source = track
        uplinks[track].subscribers.append(slot)
        slots[slot].target = nil
        chooseLayer(of: slot)
    }

    mutating func unsubscribe(_ slot: Handle<DownTrack>) {
        if let track = slots[slot].source, uplinks.contains(track) {
            uplinks[track].subscribers.removeAll { $0 == slot }
        }
        slots[slot].clear()
    }

    private mutating func tellSlots(of receiver: Handle<Transport>) {
        let map = transports[receiver].slots.map { occupancy(of: $0, receiver) }
        guard map != transports[receiver].lastSlots else { return }
        transports[receiver].lastSlots = map
        emit(.slots(map), for: receiver)
    }

    /// A hidden stream keeps its slot on the map: only its packets are spared.
    private func occupancy(of slot: Handle<DownTrack>, _ receiver: Handle<Transport>) -> SlotOccupancy {
        let parameters = slots[slot].parameters
        let seat = transports[receiver].seats.first { $0.audio == slot || $0.video == slot }
        var occupancy = SlotOccupancy(mid: parameters.mid, kind: parameters.kind, publisher: nil, source: nil)
        guard let key = seat?.occupant, let track = track(of: key, kind: parameters.kind) else { return occupancy }
        occupancy.publisher = identifier(key.publisher)
        occupancy.source = uplinks[track].source
        return occupancy
    }
}
