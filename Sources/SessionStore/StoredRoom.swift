/// A room as it was last, for the server's next start. What is in `json` is its owner's business.
package struct StoredRoom: Sendable, Equatable {
    package var id: String
    package var json: [UInt8]

    package init(id: String, json: [UInt8]) {
        self.id = id
        self.json = json
    }
}
