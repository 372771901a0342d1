/// What drives the servers of a scenario.
enum LoadProgram: String {
    case party = "party-load"
    case relay = "relay-load"
}
