/// Who may play, pause, seek, and change film and speed.
package enum ControlPolicy: String, Codable, Sendable, CaseIterable {
    case everyone
    case host
    case hostAndDeputies = "host-and-deputies"
}
