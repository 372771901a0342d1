/// What waits to be appended.
enum StoreEntry: Sendable {
    case event(AuditEvent)
    case sample(QualitySample)
}
