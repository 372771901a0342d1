import Bytes
import EventLoop
import Foundation
import Probe

/// What can be seen of a server through the network.
struct SiteVisit {
    var place: ServerPlace
    var admission = Admission.open
    var published: [SocketAddress] = []
    var own: [SocketAddress] = []
    var discovered: [SocketAddress] = []

    /// What the server shows in its TLS handshake, whether or not a browser would accept it.
    func certificate() async -> [Finding] {
        guard place.isTLS,
            let channel = try? await ProbeChannel.tcp(to: place.address, tls: .unverified(name: place.name))
        else { return [] }
        // The connection has to stay open: with it goes what TLS knows of its peer.
        channel.send(Array("GET /health HTTP/1.1\r\nHost: \(place.name)\r\n\r\n".utf8))
        let deadline = MonotonicClock.now() + .seconds(4)
        for await event in channel.events {
            if case .tick = event, MonotonicClock.now() < deadline { continue }
            break
        }
        let certificate = await channel.certificate()
        await channel.close()
        guard let certificate else { return [.bad("certificate", "\(place.url) shows none")] }
        return [CertificateCheck(name: place.name).finding(of: certificate, from: place.url)]
    }

    /// WHIP, then each path that its answer names.
    func media() async -> [Finding] {
        var browser = place
        browser.isVerified = false
        let media = MediaProbe(place: browser, admission: admission)
        do throws(ProbeError) {
            let (session, reply) = try await media.offers()
            var findings = [Finding.good("WHIP", "answers with \(session.candidates.count) candidates")]
            findings += [skew(reply), lowPort(session)].compactMap { $0 }
            var paths = PathChecks.paths(of: session) + PathChecks.relays(RelayOffer.all(in: reply))
            // Addresses of this machine show whether it is the published ones that are wrong.
            if !published.isEmpty { paths += extra(session) }
            let results = await PathChecks(media: media).run(paths)
            let diagnosis = PathDiagnosis(
                port: place.address.port, published: published, own: own, discovered: discovered,
                tcpAnswers: await hostsThatAnswer(results.map(\.path.address)))
            return findings + diagnosis.findings(results)
        } catch {
            return [refusal(error)]
        }
    }

    private func extra(_ session: ProbeSession) -> [MediaPath] {
        let offered = Set(session.candidates.map(\.host))
        return own.filter { !offered.contains($0.host) && !$0.isLoopback }.prefix(2).map {
            .udp(SocketAddress(high: $0.high, low: $0.low, port: place.address.port))
        }
    }

    private func hostsThatAnswer(_ addresses: [SocketAddress]) async -> Set<String> {
        var hosts: Set<String> = []
        for address in addresses where !hosts.contains(address.host) {
            var there = place
            there.address = address
            if await RunningServer.isThere(there) { hosts.insert(address.host) }
        }
        return hosts
    }

    /// Chromium takes no candidate with such a port, to keep pages from poking at services in their users' networks.
    private func lowPort(_ session: ProbeSession) -> Finding? {
        let hidden = session.candidates.first { candidate in
            candidate.port < 1024 && SocketAddress(host: candidate.host, port: candidate.port)?.isPrivate == true
        }
        guard let hidden else { return nil }
        return .warning(
            "port",
            "browsers refuse media on port \(hidden.port) of \(hidden.host): below 1024, on a private address",
            fix: "--port 4001 for people of the same network",
            "--public-address with the address that everyone else comes by")
    }

    private func refusal(_ error: ProbeError) -> Finding {
        if case .refused(401, _) = error {
            return .bad(
                "WHIP", "the server asks for an invitation", fix: "--invitation TOKEN, made by: toperparty invite")
        }
        if case .refused(403, _) = error {
            return .bad("WHIP", "the server refuses: \(error)", fix: "--invitation TOKEN, made by: toperparty invite")
        }
        return .bad("WHIP", "\(error)")
    }

    /// Invitations and relay credentials are good from one time to another, by the server's clock.
    private func skew(_ reply: HTTPReply) -> Finding? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let date = reply.first("date").flatMap(format.date(from:)) else { return nil }
        let seconds = Int(Date().timeIntervalSince(date).rounded())
        guard abs(seconds) > 60 else { return nil }
        return .warning(
            "clocks", "the server's clock and this one are \(abs(seconds)) s apart",
            fix: "timedatectl set-ntp true, on the one that is wrong")
    }
}
