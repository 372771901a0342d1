import NIOConcurrencyHelpers
import NIOCore

/// Counts connections, and refuses those above a limit.
package final class ConnectionCensus: Sendable {
    private struct State {
        var statistics = EdgeStatistics()
        var idle: [PeerAddress: Int] = [:]
        var open: [PeerAddress: Int] = [:]
        var handshakes = HandshakeQueue()
    }

    private let limits: EdgeLimits
    private let state = NIOLockedValueBox(State())

    package init(limits: EdgeLimits) {
        self.limits = limits
    }

    package var statistics: EdgeStatistics { state.withLockedValue { $0.statistics } }

    /// A new connection; false when it has to be closed. Every one that was admitted departs once.
    func admit() -> Bool {
        state.withLockedValue { state in
            guard state.statistics.connections < limits.connections else {
                state.statistics.refused += 1
                return false
            }
            state.statistics.connections += 1
            state.statistics.accepted += 1
            return true
        }
    }

    func depart() {
        state.withLockedValue { $0.statistics.connections -= 1 }
    }

    /// A connection of this address; false when it has too many. Every one that has entered leaves once.
    func enter(_ address: PeerAddress) -> Bool {
        state.withLockedValue { state in
            let count = state.open[address, default: 0]
            guard count < limits.connectionsPerAddress else {
                state.statistics.refused += 1
                return false
            }
            state.open[address] = count + 1
            return true
        }
    }

    func leave(_ address: PeerAddress) {
        state.withLockedValue { state in
            let count = state.open[address, default: 1] - 1
            state.open[address] = count == 0 ? nil : count
        }
    }

    /// A connection now waits for a request; false when its address has too many of those.
    func enterIdle(_ address: PeerAddress) -> Bool {
        state.withLockedValue { state in
            let count = state.idle[address, default: 0]
            guard count < limits.idlePerAddress else {
                state.statistics.refused += 1
                return false
            }
            state.idle[address] = count + 1
            return true
        }
    }

    func leaveIdle(_ address: PeerAddress) {
        state.withLockedValue { state in
            let count = state.idle[address, default: 1] - 1
            state.idle[address] = count == 0 ? nil : count
        }
    }

    /// A TLS handshake begins; old ones are given up when there are too many.
    func beginHandshake(_ channel: any Channel) {
        let isCrowded = state.withLockedValue { state in
            state.handshakes.add(channel, at: channel.eventLoop.now)
            return state.handshakes.count > limits.handshakes
        }
        guard isCrowded else { return }
        giveUpHandshakes(at: channel.eventLoop.now)
        channel.eventLoop.scheduleTask(in: limits.longHandshake) { [self] in
            giveUpHandshakes(at: channel.eventLoop.now)
        }
    }

    /// It is complete, or its connection is gone: whichever comes first counts.
    func endHandshake(_ channel: any Channel) {
        state.withLockedValue { $0.handshakes.remove(channel) }
    }

    private func giveUpHandshakes(at now: NIODeadline) {
        let given = state.withLockedValue { state in
            let given = state.handshakes.takeExcess(over: limits.handshakes, before: now - limits.longHandshake)
            state.statistics.handshakesGivenUp += given.count
            return given
        }
        for channel in given { channel.close(promise: nil) }
    }

    func countWebSocket(_ change: Int) {
        state.withLockedValue { $0.statistics.webSockets += change }
    }

    func countStream(_ change: Int) {
        state.withLockedValue { $0.statistics.streams += change }
    }
}
