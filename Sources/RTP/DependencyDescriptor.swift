import Bytes

/// The mandatory fields of a dependency descriptor and, when it brings one, the layers of its templates (RTP Payload Format For AV1, appendix A.8).
package struct DependencyDescriptor: Sendable {
    package let startsFrame: Bool
    package let endsFrame: Bool
    /// Names a template of the structure that came last.
    package let templateID: UInt8
    package let frameNumber: UInt16
    /// Present on key frames and whenever the encoder changes its layers.
    package let structure: DependencyStructure?

    /// A structure comes with the first packet of a key frame.
    package var startsKeyFrame: Bool { startsFrame && structure != nil }

    /// `nil` when the value is cut or its structure has more templates or layers than the format allows.
    package init?(_ value: RawSpan) {
        var reader = BitReader(value)
        guard let first = reader.flag(), let last = reader.flag(), let template = reader.bits(6),
            let number = reader.bits(16)
        else { return nil }
        startsFrame = first
        endsFrame = last
        templateID = UInt8(truncatingIfNeeded: template)
        frameNumber = UInt16(truncatingIfNeeded: number)
        guard value.byteCount > 3 else {
            structure = nil
            return
        }
        guard let flags = reader.bits(5) else { return nil }
        guard flags & 0x10 != 0 else {
            structure = nil
            return
        }
        guard let found = DependencyStructure(&reader) else { return nil }
        structure = found
    }
}
