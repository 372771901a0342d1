import Edge
import NIOConcurrencyHelpers
import NIOCore
import STUN

/// Takes connections that carry packets and keeps what they bring; what it is told to say goes back to the last of them.
final class TestStreams: Sendable {
    struct State {
        var packets: [[UInt8]] = []
        var origins: [StreamOrigin] = []
        var closed = 0
        var isAccepted = true
        var pending: [UInt8] = []
        var ending = StreamEnding.none
        var notify: (@Sendable () -> Void)?
    }

    let state = NIOLockedValueBox(State())

    var opener: StreamOpener {
        { [state] origin, notify in
            state.withLockedValue {
                $0.origins.append(origin)
                $0.notify = notify
            }
            return Peer(state)
        }
    }

    func say(_ packet: [UInt8], _ framing: StreamFraming, ending: StreamEnding = .none) {
        let notify = state.withLockedValue { state in
            framing.append(packet.span.bytes, to: &state.pending)
            state.ending = ending
            return state.notify
        }
        notify?()
    }

    /// Waits until the condition holds; false when it does not within 20 s.
    func eventually(_ condition: @Sendable (State) -> Bool) async -> Bool {
        for _ in 0..<4_000 {
            if state.withLockedValue({ condition($0) }) { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    private final class Peer: StreamPeer {
        private let state: NIOLockedValueBox<State>

        init(_ state: NIOLockedValueBox<State>) { self.state = state }

        func receive(_ packet: RawSpan) -> Bool {
            let bytes = packet.withUnsafeBytes { Array($0) }
            return state.withLockedValue {
                $0.packets.append(bytes)
                return bytes.first != 0xff
            }
        }

        func endBatch() {}

        func take(_ body: (UnsafeRawBufferPointer) -> Void) {
            let bytes = state.withLockedValue { state in
                defer { state.pending = [] }
                return state.pending
            }
            if !bytes.isEmpty { bytes.withUnsafeBytes(body) }
        }

        var isAccepted: Bool { state.withLockedValue { $0.isAccepted } }
        var ending: StreamEnding { state.withLockedValue { $0.ending } }
        func close() { state.withLockedValue { $0.closed += 1 } }
    }
}
