import Bytes
import Foundation
import Logging
import MediaParameters
import Testing
import toperparty

@Suite("Configuration")
struct ConfigurationTests {
    private struct NoFile: Error {}

    private func load(
        _ flags: [ConfigurationKey: [String]] = [:], _ environment: [String: String] = [:], file: String? = nil
    ) throws(ConfigurationError) -> Configuration {
        try Configuration(flags: flags, environment: environment) { _ in
            guard let file else { throw NoFile() }
            return file
        }
    }

    private func refusal(
        _ flags: [ConfigurationKey: [String]] = [:], _ environment: [String: String] = [:], file: String? = nil
    ) -> ConfigurationError? {
        do {
            _ = try load(flags, environment, file: file)
            return nil
        } catch {
            return error
        }
    }

    @Test("without settings it is port 4001 on all addresses")
    func defaults() throws {
        let configuration = try load()
        #expect(configuration.port == 4001 && configuration.host == nil && configuration.addresses.published.isEmpty)
        #expect(configuration.workers >= 1 && configuration.logLevel == .info && configuration.audit.database == nil)
    }

    @Test("options win over the environment, the environment over the file")
    func precedence() throws {
        let environment = [
            "TOPERPARTY_PORT": "2", "TOPERPARTY_WORKERS": "3", "TOPERPARTY_CONFIG": "party.yaml", "HOME": "/",
        ]
        let file = "port: 3\nworkers: 4\nlog-level: debug\n"
        let configuration = try load([.port: ["1"]], environment, file: file)
        #expect(configuration.port == 1 && configuration.workers == 3 && configuration.logLevel == .debug)
    }

    @Test("addresses may be several: as options, with commas, as a list")
    func lists() throws {
        let both = [SocketAddress(host: "203.0.113.7", port: 0), SocketAddress(host: "2001:db8::7", port: 0)]
        #expect(try load([.publicAddress: ["203.0.113.7", "2001:db8::7"]]).addresses.published == both)
        #expect(try load([:], ["TOPERPARTY_PUBLIC_ADDRESS": "203.0.113.7, 2001:db8::7"]).addresses.published == both)
        #expect(
            try load([.config: ["f"]], file: "public-address: [203.0.113.7, \"2001:db8::7\"]").addresses.published
                == both)
        #expect(try load([.config: ["f"]], file: "public-address: 203.0.113.7").addresses.published == [both[0]])
    }

    private func relayed(_ hosts: [String], published: [String] = []) throws -> [String] {
        try load([.publicAddress: published]).relayURLs(hosts.map { CandidateAddress(host: $0, port: 4001) })
    }

    @Test("the relay is named by its likeliest address, and by one of the other family that leads as far")
    func relayAddresses() throws {
        let four = ["turn:203.0.113.7:4001?transport=udp", "turn:203.0.113.7:4001?transport=tcp"]
        #expect(try relayed(["203.0.113.7"]) == four)
        #expect(try relayed(["203.0.113.7", "::1", "fd00::7", "10.0.0.7"]) == four)
        #expect(
            try relayed(["203.0.113.7", "10.0.0.7", "2001:db8::7", "2001:db8::8"]) == [
                four[0], "turn:[2001:db8::7]:4001?transport=udp", four[1], "turn:[2001:db8::7]:4001?transport=tcp",
            ])
        #expect(try relayed(["127.0.0.1", "::1"]).count == 2)
    }

    @Test("a second address that the operator names is where clients find the relay too")
    func namedRelayAddresses() throws {
        let urls = try relayed(["203.0.113.7", "192.168.1.7"], published: ["203.0.113.7", "192.168.1.7"])
        #expect(urls.filter { $0.contains("192.168.1.7") }.count == 2 && urls.count == 4)
    }

    @Test("an empty file changes nothing")
    func emptyFile() throws {
        #expect(try load([.config: ["f"]], file: "").port == 4001)
        #expect(try load([.config: ["f"]], file: "# nothing\n").port == 4001)
    }

    @Test(
        "a wrong option ends with 64 and names itself",
        arguments: [
            (ConfigurationKey.port, "65536"), (.port, "-1"), (.port, "http"), (.port, ""), (.host, "example.org"),
            (.publicAddress, "0.0.0.0"), (.publicAddress, "::"), (.publicAddress, "1.2.3"), (.workers, "0"),
            (.workers, "257"),
            (.logLevel, "loud"), (.tls, "on"), (.tlsCertificate, "/no/such/file.pem"), (.turn, "half"),
            (.turnSecret, "short"), (.turnLifetime, "1"), (.turnBandwidth, "fast"), (.relayPorts, "9-1"),
            (.relayPorts, "0-9"), (.open, "perhaps"), (.authSecret, "fifteen letters"), (.origin, "party.example.org"),
            (.origin, "https://*.example.org"), (.publicURL, "party.example.org"),
            (.publicURL, "https://party.example.org/page"), (.publicAddress, "203.0.113.7:x"),
            (.discover, "stun.example.org"), (.discover, "stun:-"), (.adminPort, "4001"), (.auditAddresses, "some"),
            (.auditDays, "0"), (.maxMembers, "1"), (.authSecret, "@/no/such/file"),
            (.database, "/no/such/directory/file.db"), (.database, "/tmp"),
            (.config, "missing.yaml"),
        ])
    func wrongOption(key: ConfigurationKey, value: String) {
        let error = refusal([key: [value]])
        #expect(error?.exitCode == 64)
        #expect(error?.description.hasPrefix(key.flag + ":") == true)
    }

    @Test("a wrong variable, or one that does not exist, ends with 78 and is named")
    func wrongVariable() {
        let wrong = refusal([:], ["TOPERPARTY_LOG_LEVEL": "loud"])
        #expect(wrong?.exitCode == 78 && wrong?.description.contains("TOPERPARTY_LOG_LEVEL") == true)
        let unknown = refusal([:], ["TOPERPARTY_PROT": "4001"])
        #expect(unknown?.exitCode == 78 && unknown?.description.contains("TOPERPARTY_PROT") == true)
        #expect(unknown?.description.contains("TOPERPARTY_PORT") == true)
    }

    @Test(
        "a wrong file ends with 78, with its name and the key",
        arguments: [
            ("prot: 4001", "prot"), ("port: [1, 2]", "port"), ("port: {a: 1}", "port"), ("workers: many", "workers"),
            ("- port", "party.yaml"), ("port: [", "party.yaml"), ("config: other.yaml", "config"),
        ])
    func wrongFile(text: String, name: String) {
        let error = refusal([.config: ["party.yaml"]], file: text)
        #expect(error?.exitCode == 78)
        #expect(error?.description.contains("party.yaml") == true && error?.description.contains(name) == true)
    }
}
