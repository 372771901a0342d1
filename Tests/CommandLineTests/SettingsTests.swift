import Bytes
import Foundation
import Testing
import toperparty

@Suite("Settings")
struct SettingsTests {
    private struct NoFile: Error {}

    private func load(
        _ flags: [ConfigurationKey: [String]], files: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        try Configuration(flags: flags, environment: [:]) { path in
            guard let text = files[path] else { throw NoFile() }
            return text
        }
    }

    private func refusal(_ flags: [ConfigurationKey: [String]], file: String? = nil) -> String? {
        var flags = flags
        if file != nil { flags[.config] = ["party.yaml"] }
        do throws(ConfigurationError) {
            _ = try load(flags, files: file.map { ["party.yaml": $0] } ?? [:])
            return nil
        } catch {
            return error.description
        }
    }

    /// What each setting may be, so that none is without effect.
    static let samples: [ConfigurationKey: [String]] = [
        .port: ["443"], .host: ["127.0.0.1"], .publicURL: ["https://party.example.org/"],
        .publicAddress: ["203.0.113.7:443", "[2001:db8::7]:443", "interfaces"], .discover: ["stun:stun.example.org"],
        .workers: ["3"], .tls: ["self-signed"], .tlsCertificate: ["/etc/passwd"], .tlsKey: ["/etc/passwd"],
        .proxyProtocol: ["10.0.0.0/8", "2001:db8::/32"], .turn: ["open"], .turnSecret: ["0123456789abcdef"],
        .turnRealm: ["party.example.org"], .turnLifetime: ["600"], .turnQuota: ["2"], .turnQuotaAddress: ["3"],
        .turnQuotaTotal: ["50"], .turnBandwidth: ["off"], .turnAllow: ["10.1.0.0/16"], .turnDeny: ["192.0.2.1"],
        .relayPorts: ["50000-50100"], .stunBinding: ["true"], .authSecret: [String(repeating: "a", count: 32)],
        .open: ["yes"], .origin: ["chrome-extension://abc", "https://a.example"], .maxRooms: ["7"],
        .maxMembers: ["8"], .maxViewers: ["9"], .maxConnections: ["10"], .maxConnectionsPerAddress: ["11"],
        .resumeTime: ["12"], .maxJoins: ["13"], .maxMessageSize: ["8192"], .maxMessages: ["14"],
        .maxNameLength: ["15"], .maxChatLength: ["16"], .maxChats: ["17"], .maxKnocks: ["18"], .waitTime: ["19"],
        .kickTime: ["21"], .metricsFrom: ["10.0.0.0/8"], .database: ["/tmp/party.sqlite"], .auditDays: ["off"],
        .auditSize: ["100"],
        .auditAddresses: ["hashed"], .auditKey: ["/etc/passwd"], .adminHost: ["::1"], .adminPort: ["4002"],
        .adminToken: ["0123456789abcdef"], .apiToken: ["0123456789abcdef"], .logLevel: ["debug"],
    ]

    @Test("every setting takes effect", arguments: ConfigurationKey.allCases.filter { $0 != .config })
    func takesEffect(key: ConfigurationKey) throws {
        // A certificate without its key would be refused.
        let words = try #require(Self.samples[key])
        var flags = [key: words]
        if key == .tlsCertificate { flags[.tlsKey] = ["/etc/passwd"] }
        if key == .tlsKey { flags[.tlsCertificate] = ["/etc/hosts"] }
        var before = flags
        before[key] = nil
        if key == .tlsCertificate || key == .tlsKey { before = [:] }
        let (first, second) = (try load(before), try load(flags))
        #expect(Self.values(first) != Self.values(second))
        #expect(second.origin(of: key) == .flag && first.origin(of: key) == .builtIn)
    }

    private static func values(_ configuration: Configuration) -> String {
        let secrets = [
            configuration.relay.secret, configuration.access.secret, configuration.admin.token,
            configuration.access.apiToken,
        ]
        return
            "\(configuration.port) \(configuration.host as Any) \(configuration.workers) \(configuration.logLevel) \(configuration.addresses) \(configuration.tls) \(configuration.relay) \(configuration.access) \(configuration.limits) \(configuration.audit) \(configuration.admin) \(configuration.metricsFrom) \(secrets.map { $0?.text })"
    }

    @Test("addresses behind 1:1 NAT keep the port that leads here, and may stand beside the machine's own")
    func publicAddresses() throws {
        let addresses = try load([.publicAddress: ["203.0.113.7:443,interfaces", "2001:db8::7"]]).addresses
        #expect(addresses.published.map(\.description) == ["203.0.113.7:443", "[2001:db8::7]:0"])
        #expect(addresses.addsInterfaces)
    }

    @Test("naming a certificate switches TLS on; half a pair is refused by the name of what is missing")
    func certificate() throws {
        #expect(try load([.tlsCertificate: ["/etc/hosts"], .tlsKey: ["/etc/hosts"]]).tls.mode == .files)
        #expect(refusal([.tlsCertificate: ["/etc/hosts"]])?.contains("--tls-key") == true)
        #expect(refusal([.tlsKey: ["/etc/hosts"]])?.contains("--tls-certificate") == true)
        #expect(refusal([.tls: ["files"]])?.contains("--tls-certificate") == true)
    }

    @Test("settings that contradict each other are refused by name")
    func contradictions() {
        #expect(refusal([.turn: ["open"], .relayPorts: ["4000-5000"]])?.hasPrefix("--relay-ports:") == true)
        #expect(refusal([.turn: ["open"], .port: ["50000"]])?.hasPrefix("--port:") == true)
        #expect(refusal([.turnQuota: ["100"], .turnQuotaTotal: ["10"]])?.hasPrefix("--turn-quota:") == true)
        #expect(
            refusal([.discover: ["stun:a.example"], .publicAddress: ["192.0.2.1"]])?.hasPrefix("--discover:") == true)
        #expect(refusal([.turn: ["closed"], .relayPorts: ["4000-5000"]]) == nil)
    }

    @Test("an operator's page that others can reach needs a token that somebody has chosen")
    func operatorsPage() throws {
        let token = String(repeating: "t", count: 16)
        #expect(refusal([.adminPort: ["4002"], .adminHost: ["0.0.0.0"]])?.hasPrefix("--admin-host:") == true)
        #expect(refusal([.adminPort: ["4002"], .adminHost: ["192.0.2.1"]])?.contains("--admin-token") == true)
        #expect(refusal([.adminPort: ["4002"], .adminHost: ["192.0.2.1"], .adminToken: [token]]) == nil)
        for host in ["127.0.0.1", "::1", "localhost"] {
            #expect(refusal([.adminPort: ["4002"], .adminHost: [host]]) == nil)
        }
        #expect(refusal([.adminHost: ["192.0.2.1"]]) == nil, "there is no page without a port")
        #expect(refusal([.adminPort: ["4001"]])?.hasPrefix("--admin-port:") == true)
    }

    @Test("a problem in the file is named by its line")
    func lines() {
        #expect(refusal([:], file: "port: 1\n\nworkers: many\n")?.hasPrefix("workers in party.yaml:3:") == true)
        #expect(refusal([:], file: "port: 1\nprot: 2\n")?.hasPrefix("prot in party.yaml:2:") == true)
        #expect(refusal([:], file: "port: 1\nprot: 2\n")?.contains("port is meant") == true)
    }

    @Test("a secret may stand in a file, and is never printed")
    func secrets() throws {
        let secret = String(repeating: "s3cret", count: 8)
        let configuration = try load([.authSecret: ["@/run/secret"]], files: ["/run/secret": secret + "\n"])
        #expect(configuration.access.secret?.text == secret)
        #expect(!"\(configuration.access)".contains("s3cret") && !String(reflecting: configuration).contains("s3cret"))
        var dumped = ""
        dump(configuration.access, to: &dumped)
        #expect(!dumped.contains("s3cret"))
    }

    @Test("without a decision about access TCP is for this machine only; a secret or an open door lets others in")
    func access() throws {
        #expect(try load([:]).tcpHost?.isLoopback == true)
        #expect(try load([.open: ["true"]]).tcpHost == nil)
        #expect(try load([.authSecret: [String(repeating: "a", count: 32)]]).tcpHost == nil)
        #expect(throws: ConfigurationError.self) { try load([.host: ["0.0.0.0"]]).requireAccess() }
        try load([.host: ["127.0.0.1"]]).requireAccess()
        try load([.host: ["::1"]]).requireAccess()
        try load([.host: ["0.0.0.0"], .open: ["true"]]).requireAccess()
    }
}
