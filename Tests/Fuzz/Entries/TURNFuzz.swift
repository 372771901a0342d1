import Bytes
import STUN
import SecureTransport
import TURNCore

/// A TURN server with four clients, two of whom have credentials: signed requests with any attributes, anything unsigned, data from both sides,
/// over time. An even first byte makes it closed, an odd one open.
package enum TURNFuzz: FuzzEntry {
    package static let name = "turn"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        var machine = Machine(isOpen: script.byte() & 1 == 1)
        for _ in 0..<256 {
            guard let step = script.step() else { break }
            try machine.take(step, &script)
        }
        try machine.finish()
    }

    private struct Machine: ~Copyable {
        private static let methods: [STUNMethod] = [.allocate, .refresh, .createPermission, .channelBind]
        private static let media = SocketAddress(ipv4: 0xcb00_7101, port: 4001)
        private let credentials = TURNCredentials(secret: "secret")
        private let isOpen: Bool
        private var server: TURNServer
        private var relays: VirtualRelays
        private var now = MonotonicTime(milliseconds: 5_000_000)
        private var nonces: [SocketAddress: [UInt8]] = [:]

        init(isOpen: Bool) {
            self.isOpen = isOpen
            let policy =
                isOpen
                ? PeerPolicy.open(media: [Self.media], own: [], relayPorts: nil, allow: [], deny: [])
                : .closed(media: [Self.media])
            var configuration = TURNConfiguration(policy: policy)
            configuration.perMember = 2
            configuration.permissionsPerAllocation = 8
            configuration.channelsPerAllocation = 4
            server = TURNServer(
                configuration: configuration, credentials: credentials, nonceKey: Array("0123456789abcdef".utf8),
                seed: 1)
            relays = VirtualRelays(media: [Self.media])
        }

        mutating func take(_ step: UInt8, _ script: inout FuzzScript) throws(FuzzFailure) {
            let client = SocketAddress(ipv4: 0xc633_6407 + UInt32(step >> 6), port: 50_000)
            switch step & 7 {
            case 0: try receive(script.block(), from: client, isSigned: false)
            case 1: try receiveChannelData(script.block(), from: client)
            case 2: pass(.milliseconds(Int64(script.number()) * 20))
            case 3:
                try receiveFromPeer(SocketAddress(ipv4: UInt32(script.number()) << 16 | 0xd822, port: 5000), &script)
            case 4 where step & 8 != 0: server.disconnect(client)
            default: try receive(signed(step, script.block(), client), from: client, isSigned: step & 0x80 == 0)
            }
            for relay in server.released { relays.close(relay) }
            server.released = []
        }

        private mutating func pass(_ span: TimeSpan) {
            now = now + span
            server.advance(to: now)
        }

        /// A request with the script's attributes; of clients three and four, with a wrong password.
        private func signed(_ step: UInt8, _ attributes: [UInt8], _ client: SocketAddress) -> [UInt8] {
            let issued = credentials.issue(room: "film", member: step & 0x40 == 0 ? "anna" : "bo", expires: 1_000_000)
            let password = step & 0x80 == 0 ? issued.password : "wrong"
            let nonce = nonces[client] ?? []
            let method = Self.methods[Int(step >> 3 & 3)]
            var body: [UInt8] = method == .allocate ? [0, 0x19, 0, 4, 17, 0, 0, 0] : []
            body += attributes.prefix(attributes.count & ~3)
            body += Self.attribute(6, Array(issued.username.utf8)) + Self.attribute(0x14, Array("toperparty".utf8))
            body += Self.attribute(0x15, nonce)
            let key = MessageDigest.md5.digest(Array("\(issued.username):toperparty:\(password)".utf8).span.bytes) ?? []
            let length = body.count + 24
            let types: [STUNMethod: UInt8] = [.allocate: 3, .refresh: 4, .createPermission: 8, .channelBind: 9]
            var message: [UInt8] = [
                0, types[method] ?? 1, UInt8(truncatingIfNeeded: length >> 8), UInt8(length & 0xff),
            ]
            message += [0x21, 0x12, 0xa4, 0x42] + [UInt8](repeating: step, count: 12) + body
            var authentication = MessageAuthentication(.sha1, key: key.span.bytes)
            authentication.update(message.span.bytes)
            return message + [0, 8, 0, 20] + authentication.finalize().bytes.array()
        }

        private static func attribute(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
            let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
            return [0, type, UInt8(truncatingIfNeeded: value.count >> 8), UInt8(value.count & 0xff)] + value + padding
        }

        private mutating func receive(_ datagram: [UInt8], from client: SocketAddress, isSigned: Bool)
            throws(FuzzFailure)
        {
            let before = server.allocationCount
            var memory = [UInt8](repeating: 0xa5, count: 512)
            var outcome: TURNOutcome
            do {
                var span = memory.mutableSpan
                var reply = span.mutableBytes
                outcome = server.receive(datagram.span.bytes, from: FiveTuple(udp: client), now: now, reply: &reply)
                if case .wantsRelay(let request) = outcome {
                    outcome = server.completeAllocate(relays.open(request), now: now, reply: &reply)
                }
            }
            try promise(isSigned || server.allocationCount == before, "an unsigned message changed the allocations")
            try promise(server.allocationCount <= 4, "\(server.allocationCount) allocations of two members")
            switch outcome {
            case .reply(let count): try check(Array(memory.prefix(count)), to: datagram, of: client)
            case .relay(let data): try check(data, of: datagram)
            case .wantsRelay: throw FuzzFailure("relayed addresses are wanted twice")
            case .dropped: break
            }
        }

        private mutating func check(_ reply: [UInt8], to datagram: [UInt8], of client: SocketAddress)
            throws(FuzzFailure)
        {
            guard let message = STUNMessageView(reply.span.bytes) else {
                throw FuzzFailure("the answer cannot be read")
            }
            try promise(reply[8..<20] == datagram[8..<20], "the answer is to something else")
            try promise(message.messageClass == .success || message.errorCode != nil, "the answer answers nothing")
            if let nonce = message.attribute(.nonce) { nonces[client] = nonce.array() }
        }

        private func check(_ data: RelayedData, of datagram: [UInt8]) throws(FuzzFailure) {
            try promise(data.offset >= 4 && data.offset + data.count <= datagram.count, "data is out of reach")
            guard case .socket(_, let peer) = data.target else { return }
            try promise(isOpen, "a closed relay sends to \(peer)")
            try promise(server.policy.permits(peer) && peer.port != 0, "\(peer) is reached")
            let first = UInt8(truncatingIfNeeded: peer.low >> 24)
            let isPrivate = [0, 10, 127].contains(first) || first >= 224
            try promise(peer.high != 0 || !isPrivate, "\(peer) is reached")
        }

        private mutating func receiveChannelData(_ datagram: [UInt8], from client: SocketAddress) throws(FuzzFailure) {
            guard let data = server.receiveChannelData(datagram.span.bytes, from: client, now: now) else { return }
            try promise(server.hasAllocation(client), "data of nobody is relayed")
            try check(data, of: datagram)
        }

        private mutating func receiveFromPeer(_ peer: SocketAddress, _ script: inout FuzzScript) throws(FuzzFailure) {
            let count = Int(script.number())
            let relay = UInt32(script.byte() & 7)
            guard let frame = server.receive(count: count, from: peer, at: relay, now: now) else { return }
            try promise(server.hasAllocation(frame.path), "data for nobody")
            try promise(isOpen || peer == Self.media, "a closed relay receives from \(peer)")
        }

        /// Time ends everything that nobody refreshes.
        mutating func finish() throws(FuzzFailure) {
            for _ in 0..<80 { pass(.seconds(60)) }
            try promise(server.isEmpty, "something is left when all has expired")
        }
    }
}
