extension TestSocket {
    package func response(seconds: Double = 5, hasBody: Bool = true) async -> TestResponse? {
        await take(seconds: seconds) { TestResponse.take(&$0, hasBody: hasBody) }
    }
}

/// One request on a connection of its own.
package func request(
    port: Int, _ method: String, _ path: String, headers: [(String, String)] = [], body: String? = nil
) async throws -> TestResponse? {
    let socket = try await TestSocket.connect(port: port)
    var text = "\(method) \(path) HTTP/1.1\r\nhost: localhost:\(port)\r\nconnection: close\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let body { text += "content-length: \(body.utf8.count)\r\n" }
    socket.send(text + "\r\n" + (body ?? ""))
    let response = await socket.response(hasBody: method != "HEAD")
    await socket.drop()
    return response
}
