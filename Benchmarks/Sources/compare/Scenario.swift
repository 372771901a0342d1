/// One load, as arguments for party-load.
struct Scenario: Sendable {
    var name: String
    var description: String
    var arguments: [String]

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
    ]

    private static func big(receivers: Int, burst: Int, profile: String = "gcm128") -> Scenario {
        Scenario(
            name: "\(receivers)x\(burst)" + (profile == "gcm128" ? "" : "-\(profile)"),
            description: "one publisher, \(receivers) receivers, 500 packets/s in bursts of \(burst), \(profile)",
            arguments: [
                "--receivers", "\(receivers)", "--burst", "\(burst)", "--rate", "500", "--profile", profile,
            ])
    }
}
