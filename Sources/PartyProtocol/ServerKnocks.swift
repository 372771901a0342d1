/// `KNOCKS`: who waits to be let in; always the whole list, to host and deputies.
package struct ServerKnocks: ServerMessage, Equatable {
    private let type = "KNOCKS"
    package var knocks: [KnockDescription]

    package init(knocks: [KnockDescription]) {
        self.knocks = knocks
    }
}
