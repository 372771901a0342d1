import Access
import Bytes
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
        router.get("/metrics") { request, context in
            guard mayReadMetrics(request, context) else { return Self.metricsRefusal }
            return await metrics()
        }
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

    /// This machine, unless it only passes a request on for somebody, and whomever the operator has named.
    private func mayReadMetrics(_ request: Request, _ context: PartyRequestContext) -> Bool {
        let isForwarded = request.headers.contains { Self.forwarding.contains($0.name.canonicalName) }
        if !isForwarded, SocketAddress(host: context.remoteHost, port: 0)?.isLoopback == true { return true }
        return hub.configuration.readsMetrics(context.remoteHost)
    }

    private static let forwarding: Set<String> = ["forwarded", "x-forwarded-for", "x-real-ip", "via"]

    private static var metricsRefusal: Response {
        .text(.forbidden, "Metrics are for this machine; --metrics-from names networks that may read them too.\n")
    }

    private func metrics() async -> Response {
        var metrics = MetricsText()
        add(await hub.statistics(), to: &metrics)
        add(census.statistics, to: &metrics)
        add(await hub.complaintDesk.statistics, to: &metrics)
        if let store = hub.surroundings.store { add(store.statistics, to: &metrics) }
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
        metrics.add(
            "tls_handshakes_given_up_total", edge.handshakesGivenUp,
            help: "TLS handshakes ended unfinished because too many had begun after them.")
    }

    private func add(_ complaints: ComplaintStatistics, to metrics: inout MetricsText) {
        metrics.add("refusals_total", complaints.kept, help: "What clients were refused, and the record tells of.")
        metrics.add("refusals_omitted_total", complaints.omitted, help: "Refusals that were too many to be recorded.")
    }

    private func add(_ store: StoreStatistics, to metrics: inout MetricsText) {
        metrics.add("store_alarm", store.alarm == nil ? 0 : 1, help: "1 while the history cannot be written.")
        metrics.add("store_written_total", store.written, help: "Events and samples written to the history.")
        metrics.add("store_lost_total", store.dropped, help: "Events and samples that could not be written.")
        metrics.add("store_failures_total", store.failures, help: "Writes to the history that failed.")
        metrics.add("store_waiting", store.waiting, help: "Events and samples that wait to be written.")
        metrics.add("store_bytes", store.size, help: "Bytes that the history takes.")
    }
}
