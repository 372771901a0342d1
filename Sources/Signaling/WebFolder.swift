import HTTPTypes
import Hummingbird
import NIOCore

/// Files that are sent as they are. Only what is in the table exists, so no path leads anywhere else.
struct WebFolder: Sendable {
    /// By path, such as `/modules/layout.js`.
    let files: [String: WebFile]
    /// What every answer says.
    let headers: HTTPFields

    func response(_ path: String, to request: Request) -> Response {
        guard let file = files[path] else { return notFound }
        var headers = headers
        headers[.eTag] = file.entityTag
        guard !isKnown(file, to: request) else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.contentType
        headers[.acceptRanges] = "bytes"
        switch range(of: file, for: request) {
        case .whole: return response(.ok, headers, file.bytes[...], to: request)
        case .part(let range):
            headers[.contentRange] = range.description(of: file.bytes.count)
            return response(.partialContent, headers, file.bytes[range.bounds], to: request)
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(file.bytes.count)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    var notFound: Response { .text(.notFound, "There is nothing here.\n", headers: headers) }

    /// Only GET knows parts (RFC 9110 §14.2), and only of the file that the client has begun with (§13.1.5).
    private func range(of file: WebFile, for request: Request) -> ByteRange.Request {
        guard request.method == .get else { return .whole }
        if let condition = request.headers[.ifRange], condition != file.entityTag { return .whole }
        return ByteRange.requested(by: request.headers[.range], of: file.bytes.count)
    }

    private func response(
        _ status: HTTPResponse.Status, _ headers: HTTPFields, _ bytes: ArraySlice<UInt8>, to request: Request
    ) -> Response {
        var headers = headers
        headers[.contentLength] = String(bytes.count)
        guard request.method != .head else { return Response(status: status, headers: headers) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func isKnown(_ file: WebFile, to request: Request) -> Bool {
        let tags = request.headers[.ifNoneMatch]?.split(separator: ",") ?? []
        return tags.contains { $0.filter { $0 != " " } == file.entityTag }
    }
}
