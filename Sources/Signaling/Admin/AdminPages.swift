import HTTPTypes
import Hummingbird

/// The operator's page itself, which says nothing before its user has the token.
struct AdminPages: Sendable {
    private let folder: WebFolder

    init(files: [String: WebFile]) {
        // Ask again each time; with an entity tag that costs no bytes.
        folder = WebFolder(files: files, headers: [.cacheControl: "no-cache"])
    }

    func addRoutes(to router: Router<PartyRequestContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/", method: method) { _, _ in
                Response(status: .temporaryRedirect, headers: [.location: "/admin", .contentLength: "0"])
            }
            router.on("/admin", method: method) { request, _ in folder.response("/admin/index.html", to: request) }
            // The router does not come back from /admin to a wildcard above it.
            for path: RouterPath in ["/admin/**", "/**"] {
                router.on(path, method: method) { request, _ in folder.response(request.uri.path, to: request) }
            }
        }
    }
}
