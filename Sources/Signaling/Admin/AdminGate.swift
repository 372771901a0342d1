import Access
import HTTPTypes
import Hummingbird
import Logging
import SessionStore

/// Lets in whoever has the token. It is sent as a header, which browsers never add by themselves, so no other page can act in the operator's name.
struct AdminGate: RouterMiddleware {
    typealias Context = PartyRequestContext

    let gate: TokenGate
    let hub: PartyHub
    let logger: Logger

    func handle(
        _ request: Request, context: PartyRequestContext,
        next: (Request, PartyRequestContext) async throws -> Response
    ) async throws -> Response {
        guard Self.isOfThisSite(request) else {
            throw HTTPRefusal(status: .forbidden, message: "Pages of other sites get no answer here.")
        }
        try check(request, from: context.remoteHost)
        return try await next(request, context)
    }

    /// A request without a token is no attempt: other pages can make a browser send those.
    private func check(_ request: Request, from host: String) throws(HTTPRefusal) {
        let now = hub.clock.now()
        do {
            try gate.check(request.headers[.authorization], from: AccessControl.network(of: host), now: now)
        } catch {
            if error == .wrong { complain(host, now) }
            throw HTTPRefusal(error, asking: "the operator's page", setting: "--admin-token")
        }
    }

    /// The limit on attempts limits these too.
    private func complain(_ host: String, _ now: Double) {
        logger.warning("a wrong operator's token", metadata: ["address": "\(LogText.escaped(host))"])
        hub.surroundings.store?.record(
            AuditEvent(at: now, kind: .authFailure, detail: ["address": host, "reason": "operator-token"]))
    }

    /// Browsers say where a request comes from, in `Sec-Fetch-Site` or at least in `Origin`; programs say nothing.
    private static func isOfThisSite(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        guard let place = origin.split(separator: "//", maxSplits: 1).last, let own = request.head.authority else {
            return false
        }
        return place.lowercased() == own.lowercased()
    }
}
