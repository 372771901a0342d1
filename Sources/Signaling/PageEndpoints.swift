import HTTPTypes
import Hummingbird
import PartyProtocol

/// The party page: `/`, `/party/{room}`, and the files they need.
struct PageEndpoints: Sendable {
    private let folder: WebFolder

    init(files: [String: WebFile]) { folder = WebFolder(files: files, headers: Self.security) }

    /// Scripts and styles come from this server alone, films from anywhere; nobody may frame the page; the WebSocket is of the same origin.
    private static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "media-src 'self' blob: https: http:", "font-src 'self'", "connect-src 'self'", "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let security: HTTPFields = [
        .contentSecurityPolicy: contentSecurityPolicy, .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer", .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
        .permissionsPolicy:
            "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), payment=(), usb=()",
        // Ask again each time; with an entity tag that costs no bytes.
        .cacheControl: "no-cache",
    ]

    private static var upgradeRequired: Response {
        .text(
            .upgradeRequired, "This is a WebSocket: connect with version 13.\n",
            headers: [.upgrade: "websocket", .secWebSocketVersion: "13"])
    }

    func addRoutes(to router: Router<PartyRequestContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/", method: method) { request, _ in folder.response("/index.html", to: request) }
            router.on("/party/:room", method: method) { request, context in
                guard PartyText.isIdentifier(try context.parameters.require("room")) else {
                    return folder.notFound
                }
                return folder.response("/index.html", to: request)
            }
            router.on("/**", method: method) { request, _ in folder.response(request.uri.path, to: request) }
        }
        router.get("/ws") { _, _ in Self.upgradeRequired }
    }
}
