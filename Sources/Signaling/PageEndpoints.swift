import HTTPTypes
import Hummingbird
import NIOCore
import PartyProtocol

/// The party page: `/`, `/party/{room}`, and the files they need. Only what is in the table exists, so no path leads anywhere else.
struct PageEndpoints: Sendable {
    /// By path, such as `/modules/layout.js`.
    let files: [String: WebFile]

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
            router.on("/", method: method) { request, _ in page("/index.html", request) }
            router.on("/party/:room", method: method) { request, context in
                guard PartyText.isIdentifier(try context.parameters.require("room")) else { return notFound }
                return page("/index.html", request)
            }
            router.on("/**", method: method) { request, _ in page(request.uri.path, request) }
        }
        router.get("/ws") { _, _ in Self.upgradeRequired }
    }

    private func page(_ path: String, _ request: Request) -> Response {
        guard let file = files[path] else { return notFound }
        var headers = Self.security
        headers[.eTag] = file.entityTag
        guard !isKnown(file, to: request) else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.contentType
        headers[.acceptRanges] = "bytes"
        switch range(of: file, for: request) {
        case .whole: return response(.ok, headers, file.bytes[...], to: request)
        case .part(let range):
            headers[.contentRange] = range.description(of: file.bytes.count)
            return response(.partialContent, headers, file.bytes[range.bounds], to: request)
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(file.bytes.count)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    /// Only GET knows parts (RFC 9110 §14.2), and only of the file that the client has begun with (§13.1.5).
    private func range(of file: WebFile, for request: Request) -> ByteRange.Request {
        guard request.method == .get else { return .whole }
        if let condition = request.headers[.ifRange], condition != file.entityTag { return .whole }
        return ByteRange.requested(by: request.headers[.range], of: file.bytes.count)
    }

    private func response(
        _ status: HTTPResponse.Status, _ headers: HTTPFields, _ bytes: ArraySlice<UInt8>, to request: Request
    ) -> Response {
        var headers = headers
        headers[.contentLength] = String(bytes.count)
        guard request.method != .head else { return Response(status: status, headers: headers) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func isKnown(_ file: WebFile, to request: Request) -> Bool {
        let tags = request.headers[.ifNoneMatch]?.split(separator: ",") ?? []
        return tags.contains { $0.filter { $0 != " " } == file.entityTag }
    }

    private var notFound: Response { .text(.notFound, "There is nothing here.\n", headers: Self.security) }
}
