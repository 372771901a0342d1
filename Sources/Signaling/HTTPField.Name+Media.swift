import HTTPTypes

extension HTTPField.Name {
    // Constants without a character that a name may not have.
    static let acceptPatch = HTTPField.Name("Accept-Patch")!
    static let acceptPost = HTTPField.Name("Accept-Post")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let link = HTTPField.Name("Link")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
