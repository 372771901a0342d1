import Bytes
import HTTPTypes
import Hummingbird
import Logging

/// Stands before everything on the operator's port: what browsers are told about every answer, and errors as a sentence.
struct AdminShield: RouterMiddleware {
    typealias Context = PartyRequestContext

    let isLocal: Bool
    let logger: Logger

    /// Everything comes from this server, nothing is sent elsewhere, nobody may frame the page, and no text becomes markup (Trusted Types).
    private static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].joined(separator: "; ")

    private static let headers: HTTPFields = [
        .contentSecurityPolicy: contentSecurityPolicy, .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer", .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
        .permissionsPolicy: "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=()",
    ]

    func handle(
        _ request: Request, context: PartyRequestContext,
        next: (Request, PartyRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try checkName(request)
            response = try await next(request, context)
        } catch let error as HTTPRefusal {
            response = error.response
        } catch let error as HTTPError {
            response = HTTPRefusal(status: error.status, message: Self.words(error)).response
        } catch {
            logger.error("the operator's page got no answer", metadata: ["reason": "\(LogText.escaped("\(error)"))"])
            response = HTTPRefusal(status: .internalServerError, message: "The server's log says why.").response
        }
        for field in Self.headers { response.headers[field.name] = field.value }
        return response
    }

    private static func words(_ error: HTTPError) -> String {
        error.body ?? (error.status == .notFound ? "There is nothing here." : error.status.reasonPhrase)
    }

    /// A stranger's page whose name is made to lead to this machine would count as the same site (DNS rebinding).
    private func checkName(_ request: Request) throws(HTTPRefusal) {
        guard isLocal, !Self.isLocal(request.head.authority ?? "") else { return }
        throw HTTPRefusal(
            status: .misdirectedRequest,
            message:
                "The operator's page is reached as localhost or by an address; a proxy before it has to say so in Host."
        )
    }

    private static func isLocal(_ authority: String) -> Bool {
        var host = Substring(authority)
        if host.hasPrefix("[") {
            host = host.dropFirst().prefix { $0 != "]" }
        } else {
            host = host.prefix { $0 != ":" }
        }
        let name = host.lowercased()
        return name == "localhost" || name.hasSuffix(".localhost") || SocketAddress(host: name, port: 0) != nil
    }
}
