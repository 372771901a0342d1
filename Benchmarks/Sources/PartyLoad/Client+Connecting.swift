import CBench
import Checks
import LoadSupport

extension Client {
    func check(now: Int64, every interval: Int64) {
        guard let ice = remote.ice else { return }
        transaction = (0..<12).map { _ in UInt8.random(in: 0...255) }
        send(
            STUNMessage.check(
                transaction: transaction, username: "\(ice.usernameFragment):\(local.usernameFragment)",
                password: ice.password, tieBreaker: tieBreaker))
        nextAction = now + interval
    }

    func receiveSTUN(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, now: Int64) {
        switch STUNMessage.type(bytes, count) {
        case STUNMessage.bindingRequest:
            send(STUNMessage.success(to: bytes, password: local.password))
        case STUNMessage.bindingSuccess where state == .checking:
            guard (0..<12).allSatisfy({ bytes[8 + $0] == transaction[$0] }) else { return }
            startHandshake(now: now)
        default: break
        }
    }

    private func startHandshake(now: Int64) {
        dtls = bench_dtls_create(remote.isDTLSClient ? 1 : 0, profile)
        state = dtls == nil ? .failed : .handshaking
        if let dtls, remote.isDTLSClient { proceed(bench_dtls_advance(dtls), now: now) }
        nextAction = now + 20_000_000
    }

    func receiveDTLS(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, now: Int64) {
        guard let dtls, !isUnfinished else { return }
        proceed(bench_dtls_receive(dtls, bytes, Int32(count)), now: now)
    }

    func repeatHandshake(now: Int64) {
        guard let dtls else { return }
        bench_dtls_tick(dtls)
        proceed(0, now: now)
        nextAction = now + 20_000_000
    }

    private func proceed(_ result: Int32, now: Int64) {
        guard let dtls else { return }
        while true {
            let count = bench_dtls_next(dtls, scratch, 2048)
            guard count > 0 else { break }
            path.send(scratch, Int(count))
        }
        if result < 0 { state = .failed }
        if result == 1, state == .handshaking { takeKeys(dtls, now: now) }
    }

    private func takeKeys(_ dtls: OpaquePointer, now: Int64) {
        var chosen = profile
        var own = bench_master()
        var peer = bench_master()
        guard bench_dtls_keys(dtls, &chosen, &own, &peer) == 1 else {
            state = .failed
            return
        }
        sealing = bench_cipher_create(chosen, &own)
        opening = bench_cipher_create(chosen, &peer)
        becomeReady(now: now)
    }

    private func becomeReady(now: Int64) {
        state = .ready
        nextAction = now + 4_000_000_000
        nextReport = now + Int64.random(in: 200_000_000...1_000_000_000)
        nextTransportFeedback = now + Int64.random(in: 0...100_000_000)
    }

    func makePlainKeys() {
        var master = bench_master()
        withUnsafeMutableBytes(of: &master) { bytes in
            bench_random(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), Int32(bytes.count))
        }
        sealing = bench_cipher_create(profile, &master)
        opening = bench_cipher_create(profile, &master)
        let kind: UInt8 = role == .publisher ? 1 : 2
        let room = [UInt8(roomNumber >> 8), UInt8(roomNumber & 255)]
        transaction = Array("PLN1".utf8) + [kind, UInt8(profile.rawValue)] + room
        withUnsafeBytes(of: &master) { transaction += $0 }
    }

    func announce(now: Int64) {
        send(transaction)
        nextAction = now + 50_000_000
    }

    func receiveAnnouncement(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
        guard state == .announcing, count == 8 else { return }
        becomeReady(now: bench_now())
    }
}
