import Access
import Bytes
import EventLoop
import Foundation
import Glibc

/// The server on this machine, running or not, with its settings.
struct HomeVisit {
    let options: ConfigurationOptions
    var admission = Admission.open

    func report() async -> DoctorReport {
        var report = DoctorReport()
        do throws(ConfigurationError) {
            let configuration = try options.load()
            try configuration.requireAccess()
            report.findings.append(.good("settings", Self.origins(configuration)))
            report.findings += MachineChecks().findings()
            report.findings.append(DatabaseCheck(path: configuration.audit.database).finding)
            report.findings += Self.certificate(configuration)
            report.findings += await network(configuration)
        } catch {
            report.findings.append(Self.finding(of: error))
            report.findings += MachineChecks().findings()
        }
        return report
    }

    /// A wrong setting, by the name of what it is about.
    private static func finding(of error: ConfigurationError) -> Finding {
        let key = ConfigurationKey.allCases.first { [$0.flag, $0.environment, $0.rawValue].contains(error.name) }
        guard key != .database else { return databaseFinding(error) }
        return .bad("settings", "\(error)")
    }

    /// Says more than that it cannot be written.
    private static func databaseFinding(_ error: ConfigurationError) -> Finding {
        let path =
            error.problem.split(separator: "\"", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
            ?? ""
        let finding = DatabaseCheck(path: path).finding
        return path.isEmpty || finding.status != .bad ? .bad("database", "\(error)") : finding
    }

    private static func origins(_ configuration: Configuration) -> String {
        let given = configuration.given.count
        return given == 0 ? "all left to their defaults" : "\(given) given; toperparty check-config shows them"
    }

    private static func certificate(_ configuration: Configuration) -> [Finding] {
        switch configuration.tls.mode {
        case .off:
            return [
                .warning(
                    "TLS", "off: browsers give camera and microphone to https pages and to localhost only",
                    fix: "--tls-certificate fullchain.pem --tls-key privkey.pem, or a TLS proxy in front")
            ]
        case .selfSigned:
            return [
                .warning(
                    "TLS", "self-signed: browsers do not trust it",
                    fix: "--tls-certificate fullchain.pem --tls-key privkey.pem")
            ]
        case .files:
            guard let certificate = configuration.tls.certificate, let key = configuration.tls.key else { return [] }
            return CertificateCheck(name: configuration.publicName).findings(certificate: certificate, key: key)
        }
    }

    // MARK: The network

    private func network(_ configuration: Configuration) async -> [Finding] {
        let place = Self.place(configuration)
        if await RunningServer.isThere(place) {
            return [.good("server", "runs at \(place.address)")] + (await visit(place, configuration))
        }
        if let taken = Self.portTaken(configuration) { return [taken] }
        do {
            let server = try TrialServer(arguments: options.arguments)
            defer { server.stop() }
            if let problem = await server.problem(place) { return [.bad("server", "does not start: \(problem)")] }
            return [.good("server", "none runs; one was started for the time of this check")]
                + (await visit(place, configuration))
        } catch {
            return [.bad("server", "cannot be started: \(error)")]
        }
    }

    private static func place(_ configuration: Configuration) -> ServerPlace {
        var address = configuration.tcpHost ?? SocketAddress(ipv4: 0x7f00_0001, port: 0)
        if address.isUnspecified { address = SocketAddress(ipv4: 0x7f00_0001, port: 0) }
        address.port = configuration.port
        return ServerPlace(
            isTLS: configuration.tls.mode != .off, name: configuration.publicName ?? address.host, address: address,
            isVerified: false)
    }

    /// TCP tells: workers share their UDP port with whoever asks for it.
    private static func portTaken(_ configuration: Configuration) -> Finding? {
        var address = configuration.tcpHost ?? SocketAddress(ipv4: 0, port: 0)
        address.port = configuration.port
        let code = Machine.tryToListen(address)
        guard code != 0 else { return nil }
        let error = PortError(
            transport: "TCP", host: configuration.host?.host ?? "all addresses", port: configuration.port, errno: code)
        guard code == EADDRINUSE else { return .bad("port", "\(error)") }
        let holder = PortHolder.name(ofTCP: configuration.port) ?? "another program"
        return .bad(
            "port", "TCP port \(configuration.port) is taken by \(holder), which is no ToperParty that answers",
            fix: "stop it (ss -ltnp 'sport = :\(configuration.port)' shows it)", "or choose another port with --port")
    }

    private func visit(_ place: ServerPlace, _ configuration: Configuration) async -> [Finding] {
        var findings = await WebChecks(place: place).findings()
        var discovered: [SocketAddress] = []
        if let server = configuration.addresses.discovery {
            let (finding, addresses) = await Self.discover(server)
            findings.append(finding)
            discovered = addresses
        }
        let site = SiteVisit(
            place: place, admission: await admission(configuration), published: configuration.addresses.published,
            own: InterfaceAddress.all().map(\.address).filter { !$0.isLinkLocal }, discovered: discovered)
        findings += await site.media()
        if configuration.tcpHost?.isLoopback == true {
            findings.append(
                .warning(
                    "reach", "only this machine can reach the server", fix: "--open, or --auth-secret with invitations")
            )
        }
        return findings
    }

    private static func discover(_ server: DiscoveryServer) async -> (Finding, [SocketAddress]) {
        do throws(ProbeError) {
            let addresses = try await AddressDiscovery(server: server).addresses()
            return (.good("address", "\(server) sees \(addresses.map(\.host).joined(separator: ", "))"), addresses)
        } catch {
            return (
                .bad("address", "\(server): \(error)", fix: "another --discover, or --public-address by hand"), []
            )
        }
    }

    /// The doctor knows the secret, so it needs no invitation from outside.
    private func admission(_ configuration: Configuration) async -> Admission {
        guard case .open = admission, let secret = configuration.access.secret,
            let key = try? await InvitationKey(secret.text)
        else { return admission }
        return .key(key)
    }
}
