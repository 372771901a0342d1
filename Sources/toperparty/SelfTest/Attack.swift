/// One attack: what is done, and how the server has to take it.
struct Attack: Sendable {
    enum Result: Sendable {
        case held(String)
        case broken(String)
        case off(String)
    }

    let name: String
    let run: @Sendable (AttackTarget) async throws(ProbeError) -> Result
}
