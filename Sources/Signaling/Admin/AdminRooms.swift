import HTTPTypes
import Hummingbird
import PartyProtocol
import SessionStore

/// `/admin/api/overview` and `/admin/api/rooms`: the parties that go on, and what an operator may do to them.
struct AdminRooms: Sendable {
    private static let mostRooms = 500
    private static let mostMembers = 500

    let hub: PartyHub

    func addRoutes(to answers: RouterGroup<PartyRequestContext>) {
        answers.get("/overview") { _, _ in try await overview() }
        answers.get("/rooms/:room") { _, context in try await room(context) }
        answers.post("/rooms/:room/close") { _, context in try await close(context) }
        answers.post("/rooms/:room/members/:member/kick") { _, context in try await kick(context) }
    }

    // MARK: What is

    private func overview() async throws -> Response {
        let rooms = await hub.overview().map(RoomSummary.init).sorted { $0.members > $1.members }
        return .json(
            .ok,
            ServerSummary(
                version: hub.configuration.version, started: hub.startedAt, time: hub.clock.now(),
                draining: await hub.isDraining,
                history: hub.surroundings.store?.statistics, rooms: rooms, most: Self.mostRooms))
    }

    private func room(_ context: PartyRequestContext) async throws -> Response {
        guard var room = await hub.overview(of: try name("room", context)) else { throw Self.noRoom }
        let omitted = max(0, room.members.count - Self.mostMembers)
        room.members.removeLast(omitted)
        return .json(.ok, RoomAnswer(time: hub.clock.now(), room: room, omitted: omitted))
    }

    private struct RoomAnswer: Encodable {
        let time: Double
        let room: RoomOverview
        /// Members that are not listed.
        let omitted: Int
    }

    // MARK: What the operator does

    private func close(_ context: PartyRequestContext) async throws -> Response {
        guard await hub.close(try name("room", context)) else { throw Self.noRoom }
        return Response(status: .noContent)
    }

    private func kick(_ context: PartyRequestContext) async throws -> Response {
        guard await hub.expel(try name("member", context), from: try name("room", context)) else {
            throw HTTPRefusal(status: .notFound, message: "The member has left already, or the room has ended.")
        }
        return Response(status: .noContent)
    }

    private func name(_ parameter: String, _ context: PartyRequestContext) throws -> String {
        let name = try context.parameters.require(parameter)
        guard PartyText.isIdentifier(name) else {
            throw HTTPRefusal(
                status: .badRequest, message: "A \(parameter) is named by 1 to 64 letters, digits, - or _.")
        }
        return name
    }

    private static let noRoom = HTTPRefusal(status: .notFound, message: "There is no such room, or it has ended.")
}
