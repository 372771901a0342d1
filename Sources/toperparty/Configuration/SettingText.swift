/// The words of one setting, not yet understood.
package struct SettingText: Sendable, Equatable {
    package let texts: [String]
    package let origin: SettingOrigin
}
