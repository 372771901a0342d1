import Bytes
import Testing

@Suite struct SocketAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("::1", "::1"), ("2001:DB8::1", "2001:db8::1"), ("::", "::"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("fe80::1:2:3:4", "fe80::1:2:3:4"),
    ])
    func literalsComeBackInCanonicalForm(text: String, canonical: String) {
        #expect(SocketAddress(host: text, port: 9)?.host == canonical)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.+4", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "g::1",
        "localhost",
        "1:2:3:4:5:6:7", ":1:2:3:4:5:6:7", "1.2.3.4::",
    ])
    func otherTextIsRefused(text: String) {
        #expect(SocketAddress(host: text, port: 9) == nil)
    }
}
