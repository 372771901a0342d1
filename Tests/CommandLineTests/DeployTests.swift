import Foundation
import Testing
import toperparty

/// What operators copy has to be right.
@Suite("deploy/")
struct DeployTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "deploy")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: name), encoding: .utf8)
    }

    /// Files that the sample names are those of a server, not of this machine.
    private func load(_ sample: String) throws -> Configuration {
        var sample = sample
        for path in ["fullchain.pem", "privkey.pem", "audit-key.pem"] {
            sample = sample.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.hasSuffix(path) ? line.prefix { $0 != "/" } + "/etc/hosts" : line
            }.joined(separator: "\n")
        }
        sample = sample.replacing("/var/lib/toperparty/", with: "/tmp/")
        let yaml = sample
        return try Configuration(flags: [.config: ["party.yaml"]], environment: [:]) {
            $0 == "party.yaml" ? yaml : String(repeating: "s", count: 40)
        }
    }

    private func line(_ key: ConfigurationKey, in sample: String) throws -> String {
        let lines = sample.split(separator: "\n").filter { $0.hasPrefix("# \(key.rawValue):") }
        #expect(lines.count == 1, "\(key.rawValue) stands in the sample \(lines.count) times")
        return String(try #require(lines.first).dropFirst(2))
    }

    @Test("the sample configuration as it stands changes nothing")
    func sample() throws {
        #expect(try load(try text("toperparty.yaml")).given.keys.map(\.rawValue) == ["config"])
    }

    @Test(
        "the sample configuration explains every setting, and what it shows is accepted",
        arguments: ConfigurationKey.allCases.filter { $0 != .config })
    func everySetting(key: ConfigurationKey) throws {
        let sample = try text("toperparty.yaml")
        var shown = try line(key, in: sample)
        if key == .tlsCertificate { shown += "\n" + (try line(.tlsKey, in: sample)) }
        if key == .tlsKey { shown += "\n" + (try line(.tlsCertificate, in: sample)) }
        let configuration = try load(shown)
        guard case .file = configuration.origin(of: key) else {
            Issue.record("\(key.rawValue) is not taken from the sample")
            return
        }
    }

    @Test(
        "defaults in the sample are the server's",
        arguments: [
            ConfigurationKey.port, .tls, .open, .turn, .turnRealm, .turnLifetime, .turnQuota, .turnQuotaAddress,
            .turnQuotaTotal, .turnBandwidth, .relayPorts, .stunBinding, .maxRooms, .maxMembers, .maxViewers,
            .maxConnections, .maxConnectionsPerAddress, .resumeTime, .maxJoins, .maxMessageSize,
            .maxMessages, .maxNameLength, .maxChatLength, .maxChats, .maxKnocks, .waitTime, .kickTime, .auditDays,
            .auditSize, .auditAddresses,
            .adminHost, .logLevel,
        ])
    func defaults(key: ConfigurationKey) throws {
        let shown = try load(try line(key, in: try text("toperparty.yaml")))
        let plain = try Configuration(flags: [:], environment: [:]) { _ in "" }
        #expect(shown.shown(key) == plain.shown(key))
    }

    @Test("the service may take a low port and nothing else, and waits for the drain")
    func service() throws {
        let unit = try text("systemd/toperparty.service")
        for setting in [
            "DynamicUser=yes", "StateDirectory=toperparty", "ProtectSystem=strict", "NoNewPrivileges=yes",
            "CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE",
            "RestartPreventExitStatus=64 78", "--config /etc/toperparty/toperparty.yaml",
        ] { #expect(unit.contains(setting)) }
    }

    @Test("containers publish the one port in both protocols")
    func containers() throws {
        let compose = try text("container/compose.yaml")
        #expect(compose.contains("\"4001:4001/tcp\"") && compose.contains("\"4001:4001/udp\""))
        #expect(try text("container/Containerfile").contains("EXPOSE 4001/tcp 4001/udp"))
        for line in compose.split(separator: "\n") where line.contains("TOPERPARTY_") && !line.contains("#") {
            let name = line.trimmingCharacters(in: .whitespaces).prefix { $0 != ":" }
            #expect(ConfigurationKey(environment: String(name)) != nil, "\(name) is no setting")
        }
    }

    @Test("sysctl.conf allows the buffers that the server asks for")
    func buffers() throws {
        let lines = try text("sysctl.conf").split(separator: "\n")
        for name in ["net.core.rmem_max", "net.core.wmem_max"] {
            let line = try #require(lines.first { $0.hasPrefix(name) })
            let value = try #require(Int(line.split(separator: " ").last ?? ""))
            #expect(value >= 4 << 20)
        }
    }

    @Test("the README of deploy names every file there")
    func readme() throws {
        let readme = try text("README.md")
        for name in [
            "run", "toperparty.yaml", "systemd/toperparty.service", "container/", "firewall/nftables.conf",
            "proxy/Caddyfile", "proxy/nginx.conf", "sysctl.conf", "grafana/toperparty.json",
        ] { #expect(readme.contains("`\(name)`")) }
    }
}
