import Access
import Edge
import HTTPTypes
import Hummingbird
import MediaServer
import SessionStore

/// `/health` for supervisors and load balancers, `/metrics` for Prometheus: neither says anything about a room or a person. `/status` is for the popup of the
/// first extension, and says what concerns the network that asks; to programs it tells how many are where, and with the operator's token who.
struct StatusEndpoints: Sendable {
    let hub: PartyHub
    let census: ConnectionCensus

    func addRoutes(to router: Router<PartyRequestContext>) {
        router.get("/health") { _, _ in await health() }
        router.get("/metrics") { _, _ in await metrics() }
        router.get("/status") { request, context in await status(request, context.remoteHost) }
    }

    /// The popup of the first extension says nothing of who asks, and reads what concerns its network; programs without a token read `server`.
    private func status(_ request: Request, _ host: String) async -> Response {
        let network = AccessControl.network(of: host)
        guard let token = request.headers[.authorization] else {
            var status = await hub.legacyStatus(from: network)
            status.server = await serverStatus()
            return .json(.ok, status, headers: [.accessControlAllowOrigin: "*"])
        }
        do {
            try hub.gates.operators.check(token, from: network, now: hub.clock.now())
            return .json(.ok, await report())
        } catch {
            return HTTPRefusal(error, asking: "the details of /status", setting: "--admin-token").jsonResponse
        }
    }

    private func serverStatus() async -> ServerStatus {
        let statistics = await hub.statistics()
        return ServerStatus(
            status: await hub.isDraining ? "draining" : "ok", version: hub.configuration.version,
            uptime: Int((hub.clock.now() - hub.startedAt) / 1000), rooms: statistics.rooms,
            members: statistics.members, viewers: statistics.viewers, webSockets: census.statistics.webSockets)
    }

    private func report() async -> StatusReport {
        StatusReport(
            server: await serverStatus(), rooms: await hub.overview(),
            store: hub.surroundings.store.map { StatusReport.Store($0.statistics) })
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
