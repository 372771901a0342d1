import Access
import HTTPTypes
import Hummingbird
import PartyCore
import PartyProtocol

extension MediaEndpoint {
    // MARK: POST

    func post(_ request: Request, _ context: PartyRequestContext) async throws -> Response {
        try requireType(Self.sdp, of: request)
        try requireAcceptance(of: Self.sdp, by: request)
        let room = try context.parameters.require("room")
        guard PartyText.isIdentifier(room) else {
            throw HTTPRefusal(status: .badRequest, message: "A room is named by 1 to 64 letters, digits, - or _.")
        }
        let name = try name(in: request)
        let offer = try await body(of: request)
        let token = bearer(of: request)
        let origin = origin(of: request, context)
        do {
            return try await begin(offer, in: room, as: name, token, origin)
        } catch {
            await complain(error, room, origin)
            throw error
        }
    }

    private func origin(of request: Request, _ context: PartyRequestContext) -> [String: String] {
        var origin = ["address": context.remoteHost, "client": kind.rawValue]
        origin["agent"] = request.headers[.userAgent]
        return origin
    }

    private func complain(_ error: any Error, _ room: String, _ origin: [String: String]) async {
        let entry = error as? EntryError ?? (error as? PartyError).map { .party($0) }
        guard let entry, let kind = entry.auditKind else { return }
        await hub.complain(kind, entry.reason, detail: origin, room: room)
    }

    private func begin(
        _ offer: String, in room: String, as name: String, _ token: String?, _ origin: [String: String]
    ) async throws -> Response {
        let host = origin["address"] ?? ""
        try hub.countJoin(from: host)
        let invitation = try await hub.access.admit(token, to: room, from: host, now: hub.clock.now())
        do {
            let participant = newcomer(name, invitation, from: host)
            let resource = try await open(room, participant, origin)
            let answer = try await resource.begin(offer: offer, as: participant)
            return await created(resource, answer)
        } catch {
            hub.access.giveBack(invitation)
            throw error
        }
    }

    /// Whoever was invited to lead need not knock.
    private func newcomer(_ name: String, _ invitation: Invitation?, from host: String) -> Newcomer {
        var generator = SystemRandomNumberGenerator()
        return Newcomer(
            id: RandomName.member(using: &generator), name: invitation?.name ?? name,
            role: invitation.map { $0.role == .member ? .member : .deputy } ?? .member,
            marks: MemberMarks(invitation, from: host), isPerson: false)
    }

    /// RFC 9725 section 4.7.
    private func bearer(of request: Request) -> String? {
        guard let words = request.headers[.authorization]?.split(separator: " "), words.count == 2,
            words[0].lowercased() == "bearer"
        else { return nil }
        return String(words[1])
    }

    private func name(in request: Request) throws -> String {
        guard let name = request.uri.queryParameters["name"] else { return "Guest" }
        guard PartyText.isName(String(name)) else {
            throw HTTPRefusal(
                status: .badRequest, message: "name must be 1 to 64 characters of text without control characters.")
        }
        guard name.count <= hub.configuration.nameLength else {
            throw HTTPRefusal(
                status: .badRequest, message: "name must have at most \(hub.configuration.nameLength) characters.")
        }
        return String(name)
    }

    private func open(
        _ roomID: String, _ participant: Newcomer, _ origin: [String: String]
    ) async throws(EntryError) -> MediaResource {
        let room =
            switch kind {
            case .whip: try await hub.reserve(participant.id, in: roomID)
            case .whep: try await hub.admitViewer(participant, to: roomID)
            }
        let resource = MediaResource(
            kind: kind, room: room, participantID: participant.id, origin: origin, hub: hub, logger: logger)
        if kind == .whep { await room.watch(by: resource) }
        return resource
    }

    private func created(_ resource: MediaResource, _ answer: String) async -> Response {
        var headers: HTTPFields = [
            .location: "/\(kind.rawValue)/\(resource.room.id)/\(resource.id)", .eTag: await resource.entityTag,
            .acceptPatch: Self.fragment,
        ]
        let servers = await hub.relayDesk.servers(room: resource.room.id, member: resource.participantID)
        add(servers, to: &headers)
        return .text(.created, answer, type: Self.sdp, headers: headers)
    }

    // MARK: PATCH and DELETE

    func patch(_ request: Request, _ context: PartyRequestContext) async throws -> Response {
        let resource = try await resource(context)
        try requireType(Self.fragment, of: request)
        try await requireMatch(request, resource)
        let fragment = try await body(of: request)
        guard let answer = try await resource.restart(fragment) else { return Response(status: .noContent) }
        return .text(.ok, answer, type: Self.fragment, headers: [.eTag: await resource.entityTag])
    }

    /// RFC 9725 §4.3.1: a fragment belongs to one ICE session, named by its entity tag; a restart may say `*`.
    private func requireMatch(_ request: Request, _ resource: MediaResource) async throws {
        guard let condition = request.headers[.ifMatch] else {
            throw HTTPRefusal(
                status: .preconditionRequired, message: "If-Match must name the ICE session by its ETag, or be *.")
        }
        let tags = condition.split(separator: ",").map { $0.filter { $0 != " " } }
        let current = await resource.entityTag
        guard tags.contains("*") || tags.contains(current) else {
            throw HTTPRefusal(status: .preconditionFailed, message: "The ICE session has another ETag by now.")
        }
    }

    func delete(_ request: Request, _ context: PartyRequestContext) async throws -> Response {
        await (try resource(context)).end(.left)
        return .text(.ok, "")
    }

    private func resource(_ context: PartyRequestContext) async throws -> MediaResource {
        let id = try context.parameters.require("session")
        let room = try context.parameters.require("room")
        guard let resource = await hub.resource(id), resource.kind == kind, resource.room.id == room else {
            throw HTTPRefusal(status: .notFound, message: "There is no such session, or it has ended.")
        }
        return resource
    }
}
