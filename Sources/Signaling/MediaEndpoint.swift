import HTTPTypes
import Hummingbird
import Logging
import PartyProtocol

/// `/whip/{room}` or `/whep/{room}`, and the sessions below it.
struct MediaEndpoint: Sendable {
    static let sdp = "application/sdp"
    static let fragment = "application/trickle-ice-sdpfrag"

    let kind: ResourceKind
    let hub: PartyHub
    let bodyBytes: Int
    let logger: Logger

    func addRoutes(to router: Router<PartyRequestContext>) {
        let endpoint = RouterPath("/\(kind.rawValue)/:room")
        let session = RouterPath("/\(kind.rawValue)/:room/:session")
        route(router, endpoint, [.post: post, .options: optionsOfEndpoint], allowed: "POST, OPTIONS")
        route(
            router, session, [.patch: patch, .delete: delete, .options: optionsOfSession],
            allowed: "PATCH, DELETE, OPTIONS")
    }

    private typealias Handler = @Sendable (Request, PartyRequestContext) async throws -> Response

    /// RFC 9725 §4.2: other methods are 405. Every answer may be read by pages of any origin.
    private func route(
        _ router: Router<PartyRequestContext>, _ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler],
        allowed: String
    ) {
        for method: HTTPRequest.Method in [.get, .head, .post, .put, .patch, .delete, .options] {
            let handler =
                handlers[method] ?? { _, _ in
                    throw HTTPRefusal(
                        status: .methodNotAllowed, message: "Only \(allowed) here.", headers: [.allow: allowed])
                }
            router.on(path, method: method) { request, context in
                var response: Response
                do {
                    response = try await handler(request, context)
                } catch let error as HTTPError {
                    response = HTTPRefusal(status: error.status, message: error.body ?? "\(error.status)").response
                } catch {
                    response = HTTPRefusal(error).response
                }
                response.headers[.accessControlAllowOrigin] = "*"
                response.headers[.accessControlExposeHeaders] = "Location, ETag, Link, Accept-Patch, Accept-Post"
                return response
            }
        }
    }

    // MARK: OPTIONS

    private func optionsOfEndpoint(_ request: Request, _ context: PartyRequestContext) -> Response {
        var headers = preflight("POST, OPTIONS")
        headers[.acceptPost] = Self.sdp
        // Only what is the same for everybody: nobody is a member yet.
        add(hub.configuration.iceServers, to: &headers)
        return Response(status: .noContent, headers: headers)
    }

    private func optionsOfSession(_ request: Request, _ context: PartyRequestContext) -> Response {
        var headers = preflight("PATCH, DELETE, OPTIONS")
        headers[.acceptPatch] = Self.fragment
        return Response(status: .noContent, headers: headers)
    }

    private func preflight(_ methods: String) -> HTTPFields {
        [
            .allow: methods, .accessControlAllowMethods: methods,
            .accessControlAllowHeaders: "content-type, authorization, if-match, accept",
            .accessControlMaxAge: "86400",
        ]
    }

    /// RFC 9725 §4.6.
    func add(_ servers: [ICEServer], to headers: inout HTTPFields) {
        for server in servers {
            for url in server.urls { headers.append(HTTPField(name: .link, value: Self.link(url, server))) }
        }
    }

    private static func link(_ url: String, _ server: ICEServer) -> String {
        var link = "<\(url)>; rel=\"ice-server\""
        guard let username = server.username, let credential = server.credential else { return link }
        link += "; username=\"\(username)\"; credential=\"\(credential)\"; credential-type=\"password\""
        return link
    }

    // MARK: What requests must look like

    func requireType(_ type: String, of request: Request) throws {
        let given = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard given.filter({ $0 != " " }) == type else {
            throw HTTPRefusal(
                status: .unsupportedMediaType, message: "The body must be \(type).",
                headers: type == Self.sdp ? [.acceptPost: type] : [.acceptPatch: type])
        }
    }

    func requireAcceptance(of type: String, by request: Request) throws {
        guard let accept = request.headers[.accept] else { return }
        let ranges = accept.lowercased().split(separator: ",").map { $0.prefix { $0 != ";" }.filter { $0 != " " } }
        guard ranges.contains(where: { $0 == "*/*" || $0 == "application/*" || $0 == type }) else {
            throw HTTPRefusal(status: .notAcceptable, message: "The answer is \(type).")
        }
    }

    func body(of request: Request) async throws -> String {
        let buffer = try await request.body.collect(upTo: bodyBytes)
        guard let text = String(validating: buffer.readableBytesView, as: UTF8.self) else {
            throw HTTPRefusal(status: .badRequest, message: "The body must be UTF-8.")
        }
        return text
    }
}
