import Bytes
import EventLoop

/// One request on a connection of its own.
struct HTTPProbe {
    let place: ServerPlace
    var time = TimeSpan.seconds(6)
    var fields: [(String, String)] = []

    func send(_ method: String, _ path: String, body: String = "", type: String? = nil) async throws(ProbeError)
        -> HTTPReply
    {
        let channel = try await ProbeChannel.tcp(to: place.address, tls: place.tls)
        channel.send(Array(text(method, path, body, type).utf8))
        let outcome = await outcome(channel)
        await channel.close()
        return try outcome.get()
    }

    private func text(_ method: String, _ path: String, _ body: String, _ type: String?) -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(place.url.split(separator: "/").last ?? "")"]
        lines += fields.map { "\($0.0): \($0.1)" }
        if !fields.contains(where: { $0.0 == "Connection" }) { lines.append("Connection: close") }
        if let type { lines.append("Content-Type: \(type)") }
        if method == "POST" || !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    private func outcome(_ channel: ProbeChannel) async -> Result<HTTPReply, ProbeError> {
        let deadline = MonotonicClock.now() + time
        var bytes: [UInt8] = []
        for await event in channel.events {
            var isOver = false
            switch event {
            case .received(let more): bytes += more
            case .tick: if MonotonicClock.now() > deadline { return .failure(.silent) }
            case .closed(let reason?): return .failure(place.isTLS ? .tls(reason) : .unreachable(reason))
            case .closed(nil): isOver = true
            }
            guard bytes.count < 1 << 20 else { return .failure(.notHTTP) }
            do throws(ProbeError) {
                if let reply = try HTTPReply(bytes, isOver: isOver) { return .success(reply) }
            } catch {
                return .failure(error)
            }
        }
        return .failure(.closed)
    }
}
