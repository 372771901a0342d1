import Bytes

/// Page, WebSocket and WHIP.
struct WebChecks {
    var place: ServerPlace

    func findings() async -> [Finding] {
        var findings = [await page()]
        guard findings[0].status == .good else { return findings }
        findings.append(await webSocket())
        return findings
    }

    private var scheme: String { place.isTLS ? "HTTPS" : "HTTP" }

    private func page() async -> Finding {
        do throws(ProbeError) {
            let reply = try await HTTPProbe(place: place).send("GET", "/health")
            guard reply.body.contains("\"status\"") else {
                return .bad(
                    scheme, "something else than ToperParty answers at \(place.url) (\(reply.status))",
                    fix: "see what listens there: ss -ltnp 'sport = :\(place.address.port)'")
            }
            return .good(scheme, "\(place.url) answers at \(place.address)")
        } catch {
            return refusal(error)
        }
    }

    private func refusal(_ error: ProbeError) -> Finding {
        let detail = "\(place.url) at \(place.address): \(error)"
        if case .tls = error {
            return .bad(
                scheme, detail, fix: "see the line of the certificate; test certificates are for tests only")
        }
        return Finding(
            check: scheme, status: .bad, detail: detail, fix: FirewallAdvice.open(place.address.port, "tcp"))
    }

    /// RFC 6455 §4.1.
    private func webSocket() async -> Finding {
        let name = place.isTLS ? "WSS" : "WebSocket"
        let fields = [
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", place.url),
        ]
        do throws(ProbeError) {
            let reply = try await HTTPProbe(place: place, fields: fields).send("GET", "/ws")
            guard reply.status == 101, reply.first("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" else {
                return .bad(
                    name, "/ws answers \(reply.status) instead of switching to WebSocket",
                    fix: "a proxy in front has to pass on the Upgrade header; see deploy/README.md")
            }
            return .good(name, "/ws opens")
        } catch {
            return .bad(
                name, "/ws: \(error)", fix: "a proxy in front has to pass on the Upgrade header; see deploy/README.md")
        }
    }
}
