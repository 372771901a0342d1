import Bytes
import STUN

// The path of data: no allocation of memory, no answer, whatever is wrong with it.
extension TURNServer {
    /// Takes a ChannelData message of a client (RFC 8656 §12.6) and says where its data goes; nil when nowhere, which is counted.
    package mutating func receiveChannelData(_ datagram: RawSpan, from path: SocketAddress, now: MonotonicTime)
        -> RelayedData?
    {
        guard let message = ChannelData(datagram) else { return drop(.malformed) }
        guard let handle = clients[path], let place = allocations[handle].channel(message.number),
            allocations[handle].channels[place].isUsable(at: now)
        else { return drop(.noChannel) }
        let count = message.data.byteCount
        guard allocations[handle].upload.take(count, now: now) else { return drop(.bandwidth) }
        let index = Int(allocations[handle].channels[place].mediaIndex)
        let peer = allocations[handle].channels[place].peer
        return target(peer, mediaIndex: index, of: handle, offset: ChannelData.headerCount, count: count, false)
    }

    private mutating func drop(_ reason: TURNRefusalReason) -> RelayedData? {
        counters.count(reason)
        return nil
    }

    private mutating func target(
        _ peer: SocketAddress, mediaIndex: Int, of handle: Handle<Allocation>, offset: Int, count: Int,
        _ dontFragment: Bool
    ) -> RelayedData? {
        let target: RelayedData.Target
        if mediaIndex >= 0 {
            target = .media(virtualAddress(handle, mediaIndex: mediaIndex))
        } else if let relay = allocations[handle].relay(towards: peer) {
            target = .socket(relay: relay, peer: peer)
        } else {
            return drop(.wrongFamily)
        }
        counters.packetsSent &+= 1
        counters.bytesSent &+= UInt64(count)
        return RelayedData(target: target, offset: offset, count: count, dontFragment: dontFragment)
    }

    /// RFC 8656 §11.2. A peer that a permission covers is judged again by its port.
    mutating func receiveSend(
        _ message: borrowing STUNMessageView, _ datagram: RawSpan, from tuple: FiveTuple, now: MonotonicTime
    ) -> TURNOutcome {
        guard let handle = clients[tuple.path] else { return drop(.noAllocation) }
        guard let peer = message.xorAddress(.xorPeerAddress), let data = message.attribute(.data),
            let range = datagram.byteOffsets(of: data), message.unknownComprehensionRequired.isEmpty
        else { return drop(.malformed) }
        guard allocations[handle].hasPermission(for: peer, now: now) else { return drop(.noPermission) }
        guard configuration.policy.permits(peer) else { return drop(.deniedPeer) }
        guard allocations[handle].upload.take(range.count, now: now) else { return drop(.bandwidth) }
        let relayed = target(
            peer, mediaIndex: configuration.policy.mediaIndex(peer) ?? -1, of: handle, offset: range.lowerBound,
            count: range.count, message.contains(.dontFragment))
        return relayed.map { .relay($0) } ?? .dropped
    }

    // MARK: From peers

    /// How a peer's data of `count` bytes, which arrived at a relayed address, goes to the client (RFC 8656 §11.3, §12.7).
    package mutating func receive(count: Int, from peer: SocketAddress, at relay: UInt32, now: MonotonicTime)
        -> ClientFrame?
    {
        guard let owner = owners.indices.contains(Int(relay)) ? owners[Int(relay)] : nil else {
            counters.count(.noAllocation)
            return nil
        }
        return frame(count: count, 1, from: peer, of: owner, now: now)
    }

    /// How what the media plane sends to one of our virtual addresses goes to the client: `count` bytes in that many packets, all or none of them.
    package mutating func receive(count: Int, packets: Int = 1, to virtual: SocketAddress, now: MonotonicTime)
        -> ClientFrame?
    {
        let place = Int(virtual.virtualIndex & 0x3f)
        guard let handle = allocation(virtual), configuration.policy.media.indices.contains(place) else {
            counters.count(.noAllocation)
            return nil
        }
        return frame(count: count, packets, from: configuration.policy.media[place], of: handle, now: now)
    }

    private mutating func frame(
        count: Int, _ packets: Int, from peer: SocketAddress, of handle: Handle<Allocation>, now: MonotonicTime
    ) -> ClientFrame? {
        var channel: UInt16 = 0
        if let place = allocations[handle].channel(for: peer), allocations[handle].channels[place].isUsable(at: now) {
            channel = allocations[handle].channels[place].number
        } else if !allocations[handle].hasPermission(for: peer, now: now) {
            counters.count(.noPermission)
            return nil
        }
        guard allocations[handle].download.take(count, now: now) else {
            counters.count(.bandwidth)
            return nil
        }
        counters.packetsReceived &+= UInt64(packets)
        counters.bytesReceived &+= UInt64(count)
        let tuple = allocations[handle].tuple
        return ClientFrame(path: tuple.path, transport: tuple.transport, channel: channel, peer: peer)
    }

    /// Writes a Data indication around `data` (RFC 8656 §11.3). Returns its size, 0 when it does not fit.
    package mutating func writeIndication(
        _ data: borrowing RawSpan, from peer: SocketAddress, into memory: inout MutableRawSpan
    ) -> Int {
        var identifier: [12 of UInt8] = .init(repeating: 0)
        let chance = (random.next(), random.next())
        for place in 0..<8 { identifier[place] = UInt8(truncatingIfNeeded: chance.0 >> UInt64(8 * place)) }
        for place in 8..<12 { identifier[place] = UInt8(truncatingIfNeeded: chance.1 >> UInt64(8 * place - 64)) }
        var writer = STUNMessageWriter(
            memory._mutatingExtracting(...), .indication, .data, transactionID: identifier)
        writer.writeXORAddress(.xorPeerAddress, peer)
        writer.write(.data, data)
        if writer.count == 0 { counters.count(.noRoom) }
        return writer.count
    }

    // MARK: Virtual addresses

    // 16 bits of place, 24 of generation, 2 of the client's transport, 6 of the media address that the client sends to. The mark is the room's.

    func virtualAddress(_ handle: Handle<Allocation>, mediaIndex: Int) -> SocketAddress {
        let index = UInt64(handle.index & 0xffff) << 32 | UInt64(handle.generation & 0xff_ffff) << 8
        let path = allocations[handle].tuple.transport.number << 6 | UInt64(mediaIndex & 0x3f)
        return SocketAddress(
            virtual: .relayed, worker: configuration.worker, index: index | path,
            port: relayedPort(handle, towards: configuration.policy.media[mediaIndex]),
            mark: allocations[handle].roomMark)
    }

    private func relayedPort(_ handle: Handle<Allocation>, towards peer: SocketAddress) -> UInt16 {
        for lease in allocations[handle].leases where lease.relay.address.isIPv4 == peer.isIPv4 {
            return lease.relay.address.port
        }
        return 0
    }

    /// What the client of an allocation takes for its own address: the relayed one, which it has to find in the answers to its connectivity checks
    /// (RFC 8445 §7.2.5.2.1). The virtual address and the server's media addresses tell it on every worker; nil when it is no relayed one.
    package static func relayedAddress(of virtual: SocketAddress, media: [SocketAddress]) -> SocketAddress? {
        let place = Int(virtual.virtualIndex & 0x3f)
        guard virtual.virtualKind == .relayed, media.indices.contains(place),
            var address = media.first(where: { $0.isIPv4 == media[place].isIPv4 })
        else { return nil }
        address.port = virtual.port
        return address
    }

    /// Where the allocation behind a virtual address stands: less than 65 536, and another's once it has ended.
    package static func place(of virtual: SocketAddress) -> Int { Int(virtual.virtualIndex >> 32 & 0xffff) }

    private func allocation(_ virtual: SocketAddress) -> Handle<Allocation>? {
        guard let handle = allocations.handle(at: UInt32(Self.place(of: virtual))),
            UInt64(handle.generation & 0xff_ffff) == virtual.virtualIndex >> 8 & 0xff_ffff
        else { return nil }
        return handle
    }

    /// How the client behind a virtual address is connected, which the address itself tells on every worker; nil when it is no relayed one.
    package static func transport(behind virtual: SocketAddress) -> FiveTuple.ClientTransport? {
        guard virtual.virtualKind == .relayed else { return nil }
        return FiveTuple.ClientTransport.allCases.first { $0.number == virtual.virtualIndex >> 6 & 3 }
    }

    /// The client behind a virtual address: how it is connected.
    package func client(behind virtual: SocketAddress) -> FiveTuple? {
        allocation(virtual).map { allocations[$0].tuple }
    }
}
