/// A username fragment and password (RFC 8445 §5.3).
package struct ICECredentials: Sendable, Hashable {
    package var usernameFragment: String
    package var password: String

    package init(usernameFragment: String, password: String) {
        self.usernameFragment = usernameFragment
        self.password = password
    }
}
