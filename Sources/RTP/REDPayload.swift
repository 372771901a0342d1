import Bytes

/// Redundant audio (RFC 2198 §3): finds the primary block, which comes last.
package struct REDPayload: Sendable, Equatable {
    /// More redundancy than this is no audio.
    package static let maximumBlocks = 32

    package let primaryPayloadType: UInt8
    /// Bytes of the primary block, relative to the payload.
    package let primary: Range<Int>
    package let redundantBlockCount: Int

    /// `nil` when the headers are cut or the redundant blocks are longer than the payload.
    package init?(_ payload: RawSpan) {
        var offset = 0
        var redundant = 0
        var blocks = 0
        while let header = payload.uint32(at: offset), header >> 31 == 1 {
            guard blocks < Self.maximumBlocks else { return nil }
            // The lowest ten bits are the block's length.
            redundant += Int(header & 0x3ff)
            offset += 4
            blocks += 1
        }
        guard let last = payload.uint8(at: offset), last & 0x80 == 0,
            payload.holds(redundant, at: offset + 1)
        else { return nil }
        primaryPayloadType = last & 0x7f
        primary = (offset + 1 + redundant)..<payload.byteCount
        redundantBlockCount = blocks
    }
}
