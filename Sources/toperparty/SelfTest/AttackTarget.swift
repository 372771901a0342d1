import Bytes
import EventLoop
import Foundation

/// The server that is attacked, and what attacks need.
struct AttackTarget: Sendable {
    var place: ServerPlace
    let configuration: Configuration
    let admission: Admission

    var media: MediaProbe { MediaProbe(place: place, admission: admission) }

    /// Where its media listens.
    var address: SocketAddress { place.address }

    /// The same without TLS.
    var plain: AttackTarget {
        var plain = self
        plain.place.isTLS = false
        return plain
    }

    func http(_ fields: [(String, String)] = []) -> HTTPProbe { HTTPProbe(place: place, fields: fields) }

    /// Sends datagrams from a fresh socket and collects what comes back within the time.
    func answers(to datagrams: [[UInt8]], within time: TimeSpan = .milliseconds(700)) async throws(ProbeError)
        -> [[UInt8]]
    {
        let channel = try await ProbeChannel.udp(to: address)
        for datagram in datagrams { channel.send(datagram) }
        let end = MonotonicClock.now() + time
        var received: [[UInt8]] = []
        for await event in channel.events {
            if case .received(let bytes) = event { received.append(bytes) }
            if MonotonicClock.now() > end { break }
        }
        await channel.close()
        return received
    }

    /// Writes to a connection of its own and collects what comes until it is closed or the time is over.
    func reply(
        to parts: [[UInt8]], within time: TimeSpan, protocols: [String] = ["http/1.1"]
    ) async throws(ProbeError) -> (bytes: [UInt8], isClosed: Bool) {
        let channel = try await ProbeChannel.tcp(to: address, tls: place.tls, protocols: protocols)
        for part in parts { channel.send(part) }
        let end = MonotonicClock.now() + time
        var received: [UInt8] = []
        for await event in channel.events {
            switch event {
            case .received(let bytes): received += bytes.prefix(1 << 20)
            case .closed: return (received, true)
            case .tick: break
            }
            if MonotonicClock.now() > end { break }
        }
        await channel.close()
        return (received, false)
    }

    static func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
}
