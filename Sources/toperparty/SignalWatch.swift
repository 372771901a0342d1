import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the server when it is told to: SIGTERM and the first SIGINT in order, the second SIGINT at once. SIGHUP reloads the certificate.
struct SignalWatch {
    let signals: UnixSignalsSequence
    let group: ServiceGroup
    let logger: Logger
    /// Whoever still holds a connection after this is cut off.
    var patience: Duration = .seconds(8)
    /// What SIGHUP asks for.
    let reload: @Sendable () async -> Void

    /// From now on signals wait to be read; until then they end the process where it stands.
    static func trap() async -> UnixSignalsSequence {
        await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    }

    func run() async {
        var isStopping = false
        for await signal in signals {
            if signal == .sighup {
                await reload()
                continue
            }
            if isStopping, signal == .sigint { exit(130) }
            guard !isStopping else { continue }
            isStopping = true
            logger.info("stopping", metadata: ["signal": "\(signal)"])
            await group.triggerGracefulShutdown()
            Task.detached { [patience, logger] in
                try await Task.sleep(for: patience)
                logger.warning("not everybody went in time")
                exit(0)
            }
        }
    }
}
