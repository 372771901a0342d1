/// Who may do something: play, pause, seek, and change film and speed, for one.
package enum ControlPolicy: String, Codable, Sendable, CaseIterable {
    case everyone
    case host
    case hostAndDeputies = "host-and-deputies"
}
