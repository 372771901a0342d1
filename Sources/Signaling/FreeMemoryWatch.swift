import Edge
import EventLoop
import ServiceLifecycle

/// Gives memory back to the system after many connections have gone: the allocator keeps the pages on which they lay.
struct FreeMemoryWatch: Service {
    private static let interval = Duration.seconds(10)
    /// Fewer are not worth the time: the allocator's threads wait meanwhile.
    private static let worthwhile = 500

    let census: ConnectionCensus

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen = 0
            while (try? await Task.sleep(for: Self.interval)) != nil {
                let gone = census.statistics.gone
                guard gone - seen >= Self.worthwhile else { continue }
                seen = gone
                FreeMemory.giveBack()
            }
        }
    }
}
