enum Role: String, Sendable {
    case publisher
    case receiver
}
