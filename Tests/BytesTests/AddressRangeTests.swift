import Bytes
import Testing

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("203.0.113.0/24", "203.0.113.0/24"), ("0.0.0.0/0", "0.0.0.0/0"), ("192.0.2.1", "192.0.2.1/32"),
        ("2001:DB8::/32", "2001:db8::/32"), ("::/0", "::/0"), ("::1", "::1/128"), ("fe80::/10", "fe80::/10"),
        ("::ffff:0:0/96", "0.0.0.0/0"), ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
    ])
    func rangesComeBackInCanonicalForm(text: String, canonical: String) throws {
        #expect(try AddressRange(text).description == canonical)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0/8",
        "10.0.0.1/8", "2001:db8::/129", "2001:db8::1/64", "localhost/8", "10.0.0.0 /8", "10.0.0.0/0008", "::/x",
        "::ffff:0:0/90",
    ])
    func otherTextIsRefusedAndNamed(text: String) {
        do throws(AddressRangeError) {
            let range = try AddressRange(text)
            Issue.record("\(text) was taken for \(range)")
        } catch {
            #expect(error.description.contains("\"\(text)\""))
        }
    }

    @Test func bitsBeyondThePrefixAreAnsweredWithTheRangeThatWasMeant() {
        #expect(throws: AddressRangeError.bitsBeyondPrefix("10.1.2.3/8", meant: "10.0.0.0/8")) {
            try AddressRange("10.1.2.3/8")
        }
    }

    @Test func familiesAreKeptApart() throws {
        let address = try #require(SocketAddress(host: "192.0.2.1", port: 1))
        #expect(try AddressRange("0.0.0.0/0").contains(address))
        #expect(try !AddressRange("::/0").contains(address))
        #expect(try !AddressRange("0.0.0.0/0").contains(#require(SocketAddress(host: "2001:db8::1", port: 1))))
    }

    @Test("T5: a range is compared bit by bit from the front, not byte by byte as a box")
    func modelledByBits() throws {
        var chance = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let first = SocketAddress(high: chance.next(), low: chance.next(), port: 0)
            let prefix = Int.random(in: 0...128, using: &chance)
            let range = try #require(AddressRange(first, prefix: prefix))
            // Addresses near the range: one bit of its own turned over.
            let bit = Int.random(in: 0..<128, using: &chance)
            let other = SocketAddress(
                high: first.high ^ (bit < 64 ? 1 << UInt64(63 - bit) : 0),
                low: first.low ^ (bit < 64 ? 0 : 1 << UInt64(127 - bit)), port: 0)
            #expect(range.contains(first))
            #expect(range.contains(other) == (bit >= prefix))
        }
    }
}
