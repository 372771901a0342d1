/// The rules of a room, which its host sets.
package struct PartyPolicy: Codable, Sendable, Equatable {
    package var control = ControlPolicy.everyone
    package var buffering = BufferingPolicy.wait
    package var admission = AdmissionPolicy.open
    /// Nobody new enters.
    package var locked = false

    package init() {}
}
