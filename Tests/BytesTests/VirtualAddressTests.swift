import Bytes
import Testing

@Suite("Virtual addresses")
struct VirtualAddressTests {
    @Test("what went in comes out", arguments: SocketAddress.VirtualKind.allCases)
    func roundTrip(kind: SocketAddress.VirtualKind) {
        for worker in [UInt8(0), 1, 127, 255] {
            for index in [UInt64(0), 1, 0xffff, 0xffff_ffff_ffff] {
                let (port, mark) = (UInt16(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: ~index))
                let address = SocketAddress(virtual: kind, worker: worker, index: index, port: port, mark: mark)
                #expect(address.isVirtual)
                #expect(address.virtualKind == kind)
                #expect(address.virtualWorker == Int(worker))
                #expect(address.virtualIndex == index)
                #expect(address.port == port)
                #expect(address.virtualMark == mark)
            }
        }
    }

    @Test("an index that is too large does not change kind or worker")
    func overflow() {
        let address = SocketAddress(virtual: .stream, worker: 3, index: .max)
        #expect(address.virtualKind == .stream)
        #expect(address.virtualWorker == 3)
        #expect(address.virtualIndex == 0xffff_ffff_ffff)
    }

    @Test("connections, allocations and workers never share an address")
    func distinct() {
        var seen: Set<SocketAddress> = []
        for kind in SocketAddress.VirtualKind.allCases {
            for worker in UInt8(0)..<4 {
                for index in UInt64(0)..<4 { seen.insert(SocketAddress(virtual: kind, worker: worker, index: index)) }
            }
        }
        #expect(seen.count == SocketAddress.VirtualKind.allCases.count * 16)
    }

    @Test(
        "addresses of real networks are not virtual",
        arguments: [
            "127.0.0.1", "1.0.0.0", "100.0.0.1", "::1", "100:0:0:1::1", "2001:db8::1", "fe80::1", "::", "101::",
        ])
    func real(host: String) throws {
        let address = try #require(SocketAddress(host: host, port: 4001))
        #expect(!address.isVirtual)
        #expect(address.virtualKind == nil)
    }

    @Test("the whole prefix counts as virtual, whoever writes it", arguments: ["100::", "100::1", "100::ff00:0:0:1"])
    func forged(host: String) throws {
        let address = try #require(SocketAddress(host: host, port: 4001))
        #expect(address.isVirtual)
        #expect(address.virtualKind == nil)
    }
}
