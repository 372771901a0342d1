import Edge
import HTTPTypes
import Hummingbird
import MediaServer

/// `/health` for supervisors and load balancers, `/metrics` for Prometheus: neither says anything about a room or a person. `/status` is for the popup of the
/// first extension, and says what concerns the network that asks.
struct StatusEndpoints: Sendable {
    let hub: PartyHub
    let census: ConnectionCensus

    func addRoutes(to router: Router<PartyRequestContext>) {
        router.get("/health") { _, _ in await health() }
        router.get("/metrics") { _, _ in await metrics() }
        router.get("/status") { _, context in await status(context.remoteHost) }
    }

    /// For the popup of the first extension, which says nothing of who asks.
    private func status(_ host: String) async -> Response {
        let status = await hub.legacyStatus(from: AccessControl.network(of: host))
        return .text(
            .ok, status.text, type: "application/json",
            headers: [.accessControlAllowOrigin: "*", .cacheControl: "no-store"])
    }

    /// A draining server answers 503, so that nobody new is sent here.
    private func health() async -> Response {
        let draining = await hub.isDraining
        return .text(
            draining ? .serviceUnavailable : .ok, "{\"status\":\"\(draining ? "draining" : "ok")\"}\n",
            type: "application/json")
    }

    private func metrics() async -> Response {
        var metrics = MetricsText()
        add(await hub.statistics(), to: &metrics)
        add(census.statistics, to: &metrics)
        for (name, value) in await hub.media.statistics().values { metrics.add(name, value) }
        return .text(.ok, metrics.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private func add(_ hub: HubStatistics, to metrics: inout MetricsText) {
        metrics.add("rooms", hub.rooms, help: "Rooms with anybody in them.")
        metrics.add("members", hub.members, help: "Members of all rooms, WHIP publishers among them.")
        metrics.add("viewers", hub.viewers, help: "Viewers by WHEP.")
        metrics.add("http_sessions", hub.resources, help: "WHIP and WHEP sessions.")
        metrics.add("joins_total", hub.joins, help: "Members who have entered a room.")
    }

    private func add(_ edge: EdgeStatistics, to metrics: inout MetricsText) {
        metrics.add("tcp_connections", edge.connections, help: "Open TCP connections.")
        metrics.add("websockets", edge.webSockets, help: "Open WebSockets.")
        metrics.add("tcp_streams", edge.streams, help: "Open TCP connections that carry media (ICE-TCP, TURN).")
        metrics.add("tcp_accepted_total", edge.accepted, help: "TCP connections accepted.")
        metrics.add("tcp_refused_total", edge.refused, help: "TCP connections closed for a limit.")
    }
}
