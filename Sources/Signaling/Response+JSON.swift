import Foundation
import HTTPTypes
import Hummingbird

extension Response {
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return encoder
    }()

    /// What is encoded holds only what JSON can say.
    static func json(
        _ status: HTTPResponse.Status, _ value: some Encodable, headers: HTTPFields = [:]
    ) -> Response {
        let text = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return .text(status, text + "\n", type: "application/json", headers: headers)
    }
}
