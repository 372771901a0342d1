import Foundation

/// The files of the party page, as they lie beside the program.
package enum WebClient {
    /// Where the build puts resources: a directory beside the executable.
    private static let bundle = "toperparty_WebClient.resources"

    /// Every file by its path on the server, such as `/modules/layout.js`.
    ///
    /// Looks itself instead of asking `Bundle.module`, which ends the process when there is nothing. Throws `WebClientError` when the files are
    /// not where they should be.
    package static func files() throws(WebClientError) -> [String: WebClientFile] {
        let root = try directory()
        var files: [String: WebClientFile] = [:]
        for path in FileManager.default.enumerator(atPath: root.path)?.compactMap({ $0 as? String }) ?? [] {
            let url = root.appendingPathComponent(path)
            guard !isHidden(path), !url.hasDirectoryPath, let type = contentTypes[url.pathExtension] else { continue }
            guard let data = try? Data(contentsOf: url) else { throw .unreadable(url.path) }
            files["/" + path] = WebClientFile(bytes: Array(data), contentType: type)
        }
        guard files["/index.html"] != nil else { throw .missing([root.path]) }
        return files
    }

    private static func directory() throws(WebClientError) -> URL {
        let beside =
            Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent() ?? Bundle.main.bundleURL
        let places = [beside, Bundle.main.bundleURL].map {
            $0.appendingPathComponent(bundle).appendingPathComponent("Public")
        }
        guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw .missing(places.map(\.path))
        }
        return found
    }

    private static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").contains { $0.hasPrefix(".") }
    }

    /// What a page may consist of; files of other kinds are not served.
    private static let contentTypes = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "css": "text/css; charset=utf-8", "json": "application/json", "webmanifest": "application/manifest+json",
        "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "ico": "image/x-icon",
        "woff2": "font/woff2", "webm": "video/webm", "mp4": "video/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg",
        "wav": "audio/wav",
        "txt": "text/plain; charset=utf-8",
    ]
}
