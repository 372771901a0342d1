import ServiceLifecycle

/// Tells everybody that the server goes, before anything stops.
struct DrainService: Service {
    let hub: PartyHub

    func run() async throws {
        try await gracefulShutdown()
        await hub.drain()
    }
}
