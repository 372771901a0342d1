/// Counts of what was refused, since the start.
package struct ComplaintStatistics: Sendable, Equatable {
    /// In the record and in the log.
    package var kept = 0
    /// Only counted: there were too many.
    package var omitted = 0
}
