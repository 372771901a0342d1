import Bytes
import ICELite
import MediaParameters
import RTP
import SecureTransport

extension MediaEngine {
    /// - Parameter mark: what relay credentials for the room carry; whoever comes with another one is refused.
    package mutating func openRoom(mark: UInt32 = 0) -> RoomID { RoomID(rooms.insert(Room(mark: mark))) }

    /// Closes every transport of the room and the room.
    package mutating func closeRoom(_ id: RoomID) {
        guard rooms.contains(id.handle) else { return }
        for transport in rooms[id.handle].transports { remove(transport) }
        _ = rooms.remove(id.handle)
    }

    package mutating func openTransport(in id: RoomID, now: MonotonicTime) throws(MediaError) -> TransportID {
        guard rooms.contains(id.handle) else { throw .noSuchRoom }
        if transports.count == 0 { nextTick = now }
        let ssrc = UInt32.random(in: 1...UInt32.max, using: &generator)
        let handle = transports.insert(Transport(room: id.handle, reporterSSRC: ssrc, now: now))
        rooms[id.handle].transports.append(handle)
        return identifier(handle)
    }

    /// Says goodbye (DTLS close_notify) and forgets the transport. Unknown ones are ignored: they are closed already.
    package mutating func closeTransport(_ id: TransportID, now: MonotonicTime) {
        guard let handle = handle(id) else { return }
        transports[handle].dtls?.close()
        pumpGoodbye(of: handle)
        remove(handle)
    }

    package mutating func setTracks(_ labels: [TrackLabel], of id: TransportID) {
        guard let handle = handle(id) else { return }
        transports[handle].labels = labels
        for track in transports[handle].uplinks { label(track, by: labels) }
        rooms[transports[handle].room].needsSeating = true
    }

    package mutating func setView(_ requests: [StreamRequest], of id: TransportID) {
        guard let handle = handle(id) else { return }
        transports[handle].requests = requests
        rooms[transports[handle].room].needsSeating = true
    }

    /// The slots' map of a receiver, as it was last told.
    package func occupancy(of id: TransportID) -> [SlotOccupancy] {
        handle(id).map { transports[$0].lastSlots } ?? []
    }

    /// What a transport has carried, or had when it was closed; nil when that is long ago.
    package func statistics(of id: TransportID) -> TransportStatistics? {
        handle(id).map { transports[$0].statistics } ?? closed.statistics(of: id)
    }

    /// Where a transport's media goes now; nil while it is not connected.
    package func selectedAddress(of id: TransportID) -> SocketAddress? {
        handle(id).flatMap { transports[$0].isConnected ? transports[$0].selected : nil }
    }

    /// The path behind an address has ended: nothing is accepted from there any more. A transport that used it is disconnected until a check
    /// comes in from another address that its client has nominated.
    package mutating func forget(_ address: SocketAddress) {
        guard let handle = addresses[address] else { return }
        release(address)
        transports[handle].ice?.forget(address)
        guard transports[handle].selected == address else { return }
        transports[handle].selected = nil
        guard transports[handle].sender != nil else { return }
        transports[handle].isDisconnected = true
        emit(.disconnected, for: handle)
    }

    // MARK: Ending

    private mutating func pumpGoodbye(of handle: Handle<Transport>) {
        guard let address = transports[handle].selected, var slot = sendQueue.nextSlot(),
            let count = transports[handle].dtls?.nextDatagram(into: &slot)
        else { return }
        var tail = SendTail()
        sendQueue.commit(count, to: address, tail: &tail)
    }

    /// The engine itself gives a transport up and says why.
    mutating func close(_ handle: Handle<Transport>, because reason: CloseReason) {
        emit(.closed(reason), for: handle)
        remove(handle)
    }

    private mutating func remove(_ handle: Handle<Transport>) {
        guard transports.contains(handle) else { return }
        closed.add(identifier(handle), transports[handle].statistics)
        for slot in transports[handle].slots { removeSlot(slot) }
        for track in transports[handle].uplinks { removeTrack(track) }
        if transports[handle].dtls != nil, transports[handle].sender == nil { handshaking -= 1 }
        for address in addresses.filter({ $0.value == handle }).keys { release(address) }
        fragments = fragments.filter { $0.value != handle }
        let room = transports[handle].room
        rooms[room].transports.removeAll { $0 == handle }
        rooms[room].needsSeating = true
        _ = transports.remove(handle)
    }

    mutating func removeSlot(_ slot: Handle<DownTrack>) {
        unsubscribe(slot)
        _ = slots.remove(slot)
    }

    mutating func removeTrack(_ track: Handle<UpTrack>) {
        for slot in uplinks[track].subscribers { slots[slot].clear() }
        for encoding in uplinks[track].encodings {
            transports[uplinks[track].transport].routes.remove(encoding)
            _ = encodings.remove(encoding)
        }
        _ = uplinks.remove(track)
    }

    func source(of mid: String, kind: MediaKind, position: Int, labels: [TrackLabel]) -> TrackSource {
        if let label = labels.first(where: { $0.mid == mid }), label.source.kind == kind { return label.source }
        // Unlabelled, as by WHIP: the first of a kind is the camera's, the rest the screen's.
        switch kind {
        case .audio: return position == 0 ? .microphone : .screenAudio
        case .video: return position == 0 ? .camera : .screen
        }
    }

    private mutating func label(_ track: Handle<UpTrack>, by labels: [TrackLabel]) {
        guard let label = labels.first(where: { $0.mid == uplinks[track].mid }),
            label.source.kind == uplinks[track].kind
        else { return }
        uplinks[track].source = label.source
        uplinks[track].muted = label.muted
    }
}
