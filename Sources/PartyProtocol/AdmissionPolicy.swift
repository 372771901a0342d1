/// How newcomers enter.
package enum AdmissionPolicy: String, Codable, Sendable, CaseIterable {
    case open
    /// They wait until the host or a deputy lets them in.
    case knock
}
