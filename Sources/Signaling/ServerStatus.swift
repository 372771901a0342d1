/// How many are where: says nothing about any room or person.
package struct ServerStatus: Encodable, Sendable {
    /// `ok`, or `draining` once the server is about to end.
    package var status: String
    package var version: String
    /// Seconds since the start.
    package var uptime: Int
    package var rooms: Int
    package var members: Int
    /// Viewers by WHEP.
    package var viewers: Int
    package var webSockets: Int
}
