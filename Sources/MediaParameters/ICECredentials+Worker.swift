extension ICECredentials {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// Fresh server credentials. The first two characters of the fragment name the worker that owns the transport, so that whichever worker
    /// the kernel hands the first check to can pass it on; 12 random characters follow (71 bits; RFC 8445 §5.3 asks for 24), the password has 24 (142 bits).
    package static func fresh(worker: Int, using generator: inout some RandomNumberGenerator) -> ICECredentials {
        let base = alphabet.count
        let name = [alphabet[worker / base % base], alphabet[worker % base]]
        return ICECredentials(
            usernameFragment: String(decoding: name + random(12, &generator), as: UTF8.self),
            password: String(decoding: random(24, &generator), as: UTF8.self))
    }

    /// The worker named by a local fragment, or `nil` when it cannot be one of ours.
    package static func worker(of usernameFragment: some Collection<UInt8>) -> Int? {
        guard usernameFragment.count == 14 else { return nil }
        var name = usernameFragment.makeIterator()
        guard let high = name.next().flatMap(digit), let low = name.next().flatMap(digit) else { return nil }
        return high * alphabet.count + low
    }

    private static func digit(_ character: UInt8) -> Int? { alphabet.firstIndex(of: character) }

    private static func random(_ count: Int, _ generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in alphabet.randomElement(using: &generator)! }
    }
}
