import Access
import Foundation
import HTTPTypes
import Hummingbird
import MediaServer
import NIOCore
import PartyProtocol

/// `POST /api/invitations`: other back ends make invitations, without the secret that signs them.
struct InvitationEndpoint: Sendable {
    private static var path: RouterPath { "/api/invitations" }
    private static let bodyBytes = 4096

    let hub: PartyHub
    /// Clients speak TLS with this server.
    let isSecure: Bool

    func addRoutes(to router: Router<PartyRequestContext>) {
        router.post(Self.path) { request, context in
            do {
                return try await post(request, context)
            } catch {
                return refusal(error).jsonResponse
            }
        }
        for method: HTTPRequest.Method in [.get, .head, .put, .patch, .delete, .options] {
            router.on(Self.path, method: method) { _, _ in
                HTTPRefusal(status: .methodNotAllowed, message: "Only POST here.", headers: [.allow: "POST"])
                    .jsonResponse
            }
        }
    }

    private func post(_ request: Request, _ context: PartyRequestContext) async throws -> Response {
        let now = hub.clock.now()
        try hub.gates.invitations.check(
            request.headers[.authorization], from: AccessControl.network(of: context.remoteHost), now: now)
        let wish = try await wish(request)
        let usual = Double(hub.configuration.invitationTime.components.seconds) * 1000
        let issued = try await hub.invitationDesk.issue(wish.invitation(usual: usual, now: now))
        let link = InvitationLink.text(
            base: hub.configuration.publicURL ?? origin(of: request), room: wish.room, token: issued.token,
            port: hub.media.port)
        return .json(.created, InvitationAnswer(issued, link: link))
    }

    private func wish(_ request: Request) async throws -> InvitationRequest {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard type == "application/json" else {
            throw HTTPRefusal(status: .unsupportedMediaType, message: "The body must be application/json.")
        }
        let bytes = Array((try await request.body.collect(upTo: Self.bodyBytes)).readableBytesView)
        do {
            try JSONGuard.check(bytes)
        } catch {
            throw HTTPRefusal(status: .badRequest, message: "The body must be one JSON object.")
        }
        do {
            let wish = try JSONDecoder().decode(InvitationRequest.self, from: Data(bytes))
            try wish.validate()
            return wish
        } catch {
            throw HTTPRefusal(status: .badRequest, message: ClientMessageError(error).message)
        }
    }

    /// Where the request came to, when that can be the beginning of a link.
    private func origin(of request: Request) -> String? {
        guard let authority = request.head.authority, (1...255).contains(authority.utf8.count),
            authority.utf8.allSatisfy({ Self.isPartOfAuthority($0) })
        else { return nil }
        return (isSecure ? "https://" : "http://") + authority
    }

    /// Letters, digits, and what stands in names, ports and IPv6 addresses.
    private static func isPartOfAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: ".-_:[]".utf8.contains(byte)
        }
    }

    private func refusal(_ error: any Error) -> HTTPRefusal {
        switch error {
        case let error as TokenError:
            HTTPRefusal(error, asking: "/api/invitations", setting: "--api-token or --admin-token")
        case InvitationRefusal.notNeeded:
            HTTPRefusal(status: .conflict, message: InvitationRefusal.notNeeded.description)
        case InvitationRefusal.tooMany:
            HTTPRefusal(
                status: .tooManyRequests, message: InvitationRefusal.tooMany.description, headers: [.retryAfter: "5"])
        case is NIOTooManyBytesError:
            HTTPRefusal(
                status: .contentTooLarge, message: "The body may have at most \(Self.bodyBytes) bytes.")
        case let error as InvitationRefusal: HTTPRefusal(status: .badRequest, message: error.description)
        default: HTTPRefusal(error)
        }
    }
}
