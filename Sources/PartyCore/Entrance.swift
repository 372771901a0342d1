/// How somebody came in.
package enum Entrance: Sendable, Equatable {
    case entered
    /// Has to wait until somebody opens.
    case knocking
}
