/// The rules of a room, which its host sets.
package struct PartyPolicy: Codable, Sendable, Equatable {
    package var control = ControlPolicy.everyone
    package var buffering = BufferingPolicy.wait
    package var admission = AdmissionPolicy.open
    /// Who may make invitations, where the server asks for them.
    package var invite = ControlPolicy.hostAndDeputies
    /// Nobody new enters.
    package var locked = false

    package init() {}

    private enum CodingKeys: String, CodingKey { case control, buffering, admission, invite, locked }

    /// A room that was kept before there was `invite` has its default.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        control = try container.decode(ControlPolicy.self, forKey: .control)
        buffering = try container.decode(BufferingPolicy.self, forKey: .buffering)
        admission = try container.decode(AdmissionPolicy.self, forKey: .admission)
        invite = try container.decodeIfPresent(ControlPolicy.self, forKey: .invite) ?? invite
        locked = try container.decode(Bool.self, forKey: .locked)
    }
}
