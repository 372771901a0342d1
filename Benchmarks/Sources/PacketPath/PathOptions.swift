import CBench

struct PathOptions {
    var receivers = 50
    var burst = 4
    var bursts = 4000
    var rounds = 9
    var profile = BENCH_AEAD_AES_128_GCM
    /// Nothing but the path, once: for callgrind.
    var bare = false

    static let usage = """
        usage: packet-path [--receivers N] [--burst N] [--bursts N] [--rounds N] [--profile gcm128|gcm256|cm80] [--bare yes]
        """

    init?(_ arguments: ArraySlice<String>) {
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() {
            guard let value = rest.popLast(), read(option, value) else { return nil }
        }
    }

    private mutating func read(_ option: String, _ value: String) -> Bool {
        if option == "--profile" {
            let names = [
                "gcm128": BENCH_AEAD_AES_128_GCM, "gcm256": BENCH_AEAD_AES_256_GCM, "cm80": BENCH_AES128_CM_SHA1_80,
            ]
            guard let chosen = names[value] else { return false }
            profile = chosen
            return true
        }
        if option == "--bare" {
            bare = value == "yes"
            return true
        }
        guard let number = Int(value), number > 0 else { return false }
        switch option {
        case "--receivers": receivers = number
        case "--burst": burst = number
        case "--bursts": bursts = number
        case "--rounds": rounds = number
        default: return false
        }
        return true
    }
}
