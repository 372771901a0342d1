import NIOCore

/// When the WebSockets of one event loop have to be looked at: one timer for all of them, on a coarse grid. A timer for each would wake the loop for each; so
/// those that are due together are pinged together, and answer together.
final class SocketWatch {
    /// What one turn looks at, at most: between two such groups others are served.
    static let most = 32

    private let eventLoop: any EventLoop
    /// By the step of the grid at which they are due, each under its name.
    private var due: [UInt64: [ObjectIdentifier: WebSocketHandler]] = [:]
    private var timer: (step: UInt64, task: Scheduled<Void>)?
    private let grain: UInt64

    /// - Parameter grain: between two steps of the grid, and so how much later than it asked for a socket is looked at.
    init(_ eventLoop: any EventLoop, grain: TimeAmount) {
        self.eventLoop = eventLoop
        self.grain = UInt64(max(1_000_000, grain.nanoseconds))
    }

    /// - Returns: the step at which `look` will be called on the socket; `forget` takes it.
    func look(at socket: WebSocketHandler, _ deadline: NIODeadline) -> UInt64 {
        let step = (deadline.uptimeNanoseconds &+ (grain - 1)) / grain
        due[step, default: [:]][ObjectIdentifier(socket)] = socket
        if step < timer?.step ?? .max { wake(at: step) }
        return step
    }

    func forget(_ socket: WebSocketHandler, _ step: UInt64) {
        due[step]?[ObjectIdentifier(socket)] = nil
    }

    private func wake(at step: UInt64) {
        timer?.task.cancel()
        let this = NIOLoopBound(self, eventLoop: eventLoop)
        let time = max(NIODeadline.uptimeNanoseconds(step * grain), eventLoop.now + .microseconds(500))
        timer = (step, eventLoop.scheduleTask(deadline: time) { this.value.turn(step) })
    }

    private func turn(_ step: UInt64) {
        timer = nil
        for socket in take(step) { socket.look() }
        // Looking at them may have set a timer already.
        if let next = due.keys.min(), next < timer?.step ?? .max { wake(at: next) }
    }

    private func take(_ step: UInt64) -> [WebSocketHandler] {
        guard var sockets = due[step] else { return [] }
        let taken = Array(sockets.values.prefix(Self.most))
        for socket in taken { sockets[ObjectIdentifier(socket)] = nil }
        due[step] = sockets.isEmpty ? nil : sockets
        return taken
    }
}
