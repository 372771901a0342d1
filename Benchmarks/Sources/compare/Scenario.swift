/// One load, as arguments for the program that makes it.
struct Scenario: Sendable {
    var name: String
    var description: String
    var arguments: [String]
    var program = LoadProgram.party

    static let all = [
        big(receivers: 50, burst: 4), big(receivers: 50, burst: 16), big(receivers: 100, burst: 4),
        big(receivers: 100, burst: 16),
        big(receivers: 50, burst: 4, profile: "cm80"), big(receivers: 50, burst: 4, profile: "gcm256"),
        Scenario(
            name: "50x4-twcc", description: "as 50x4, with transport-wide congestion control negotiated and fed back",
            arguments: ["--receivers", "50", "--burst", "4", "--rate", "500", "--twcc"]),
        Scenario(
            name: "rooms", description: "40 rooms, in each one publisher and 3 receivers, 250 packets/s in bursts of 4",
            arguments: ["--rooms", "40", "--receivers", "3", "--burst", "4", "--rate", "250"]),
        relay("echo", burst: 4, rate: 500), relay("echo", burst: 1, rate: 100), relay("echo", burst: 16, rate: 500),
        relay("up", burst: 4, rate: 500), relay("down", burst: 4, rate: 500),
        Scenario(
            name: "relay-idle", description: "a thousand allocations, each with a channel, that carry nothing",
            arguments: ["--clients", "1000", "--rate", "0"], program: .relay),
    ]

    /// What the relay of a party without a media server carries: everybody's stream, in ChannelData.
    private static func relay(_ mode: String, burst: Int, rate: Int) -> Scenario {
        let direction = ["echo": "to the peer, which sends it back", "up": "to the peer", "down": "from the peer"][
            mode]!
        return Scenario(
            name: "relay-\(mode)-\(burst)",
            description: "50 clients, each \(rate) packets/s in bursts of \(burst) \(direction)",
            arguments: ["--mode", mode, "--clients", "50", "--burst", "\(burst)", "--rate", "\(rate)"], program: .relay)
    }

    private static func big(receivers: Int, burst: Int, profile: String = "gcm128") -> Scenario {
        Scenario(
            name: "\(receivers)x\(burst)" + (profile == "gcm128" ? "" : "-\(profile)"),
            description: "one publisher, \(receivers) receivers, 500 packets/s in bursts of \(burst), \(profile)",
            arguments: [
                "--receivers", "\(receivers)", "--burst", "\(burst)", "--rate", "500", "--profile", profile,
            ])
    }
}
