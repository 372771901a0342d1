import Bytes
import Foundation
import Probe

/// The server as a viewer's browser meets it.
struct ViewerVisit {
    /// Without a path.
    let url: String
    var admission = Admission.open

    func report() async -> DoctorReport {
        var report = DoctorReport()
        guard let (host, port) = Setting.hostAndPort(url.split(separator: "/").last.map(String.init) ?? "") else {
            return report
        }
        let isTLS = url.hasPrefix("https")
        do throws(ProbeError) {
            let addresses = try Resolver.addresses(of: host, port: port ?? (isTLS ? 443 : 80))
            report.findings.append(.good("name", "\(host) is \(addresses.map(\.host).joined(separator: ", "))"))
            let places = addresses.map { ServerPlace(isTLS: isTLS, name: host, address: $0) }
            report.findings += await findings(places)
        } catch {
            report.findings.append(
                .bad("name", "\(error)", fix: "DNS: an A record with the server's IPv4 address, and AAAA for IPv6"))
        }
        return report
    }

    private func findings(_ places: [ServerPlace]) async -> [Finding] {
        var findings: [Finding] = []
        var reachable: ServerPlace?
        for place in places {
            let visit = SiteVisit(place: place, admission: admission)
            findings += await visit.certificate()
            findings += await WebChecks(place: place).findings()
            if reachable == nil, await RunningServer.isThere(place) { reachable = place }
        }
        guard let reachable else { return findings }
        return findings + (await SiteVisit(place: reachable, admission: admission).media())
    }
}
