import Access
import Bytes
import Foundation

/// All attacks on a server of their own, one after the other; after each the server has to be alive.
struct AttackRun {
    let configuration: Configuration
    let options: ConfigurationOptions

    func verdicts(_ tell: (AttackVerdict) -> Void) async throws -> [AttackVerdict] {
        let place = try Self.place(configuration)
        let server = try TrialServer(arguments: arguments(place))
        defer { server.stop() }
        if let problem = await server.problem(place) {
            throw StartFailure(description: "the server to attack does not start: \(problem)")
        }
        let target = AttackTarget(
            place: place, configuration: configuration, admission: await Self.admission(configuration))
        var verdicts: [AttackVerdict] = []
        for attack in Self.attacks {
            let verdict = await verdict(attack, target)
            tell(verdict)
            verdicts.append(verdict)
        }
        return verdicts
    }

    static let attacks =
        DatagramAttacks.all + MediaAttacks.all + RelayAttacks.all + StreamAttacks.all + WebAttacks.all
        + CredentialAttacks.all

    /// The settings as given, but on this machine only, beside a server that may run with them, and without its database.
    private func arguments(_ place: ServerPlace) -> [String] {
        var flags = options.flags
        flags[.host] = [place.address.host]
        flags[.port] = ["\(place.address.port)"]
        flags[.publicAddress] = [place.address.host]
        for key in [ConfigurationKey.discover, .database, .adminPort] { flags[key] = nil }
        return ConfigurationOptions.arguments(flags)
    }

    private static func place(_ configuration: Configuration) throws -> ServerPlace {
        let address = SocketAddress(ipv4: 0x7f00_0001, port: try Machine.freePort())
        return ServerPlace(
            isTLS: configuration.tls.mode != .off, name: configuration.publicName ?? address.host, address: address,
            isVerified: false)
    }

    private static func admission(_ configuration: Configuration) async -> Admission {
        guard let secret = configuration.access.secret, let key = try? await InvitationKey(secret.text) else {
            return .open
        }
        return .key(key)
    }

    private func verdict(_ attack: Attack, _ target: AttackTarget) async -> AttackVerdict {
        var outcome = AttackVerdict.Outcome.fail
        var detail: String
        do throws(ProbeError) {
            switch try await attack.run(target) {
            case .held(let words): (outcome, detail) = (.pass, words)
            case .broken(let words): detail = words
            case .off(let words): (outcome, detail) = (.off, words)
            }
        } catch {
            detail = "\(error)"
        }
        if !(await RunningServer.isThere(target.place)) {
            outcome = .fail
            detail += "; the server does not answer any more"
        }
        return AttackVerdict(name: attack.name, outcome: outcome, detail: detail)
    }
}
