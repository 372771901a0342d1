import Bytes
import MediaParameters
import RTP

/// Payload descriptors read, and picture ids patched. Input: codec, dependency descriptor with its length, payload.
package enum PayloadFuzz: FuzzEntry {
    package static let name = "payload"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        let codec = Codec.allCases[Int(script.byte()) % Codec.allCases.count]
        let descriptor = script.block()
        let payload = script.rest()
        try checkDescriptors(payload.span.bytes, descriptor.span.bytes)
        let facts = PayloadFacts(
            codec: codec, payload: payload.span.bytes,
            dependencyDescriptor: descriptor.isEmpty ? nil : descriptor.span.bytes)
        guard let facts else { return }
        try check(facts, of: payload, codec)
    }

    private static func check(_ facts: PayloadFacts, of payload: [UInt8], _ codec: Codec) throws(FuzzFailure) {
        try promise(facts.spatialLayer <= 7 && facts.temporalLayer <= 7, "layer \(facts.spatialLayer)")
        try promise((facts.pictureID != nil) == (facts.pictureIDBits != 0), "a picture id without width")
        let end = facts.pictureIDOffset + (Int(facts.pictureIDBits) + 7) / 8
        try promise(facts.pictureIDBits == 0 || end < payload.count, "the picture id is out of reach")
        try promise(facts.tl0PictureIndexOffset < max(payload.count, 1), "TL0PICIDX is out of reach")
        try checkPatch(facts, of: payload, codec)
    }

    private static func checkPatch(_ facts: PayloadFacts, of payload: [UInt8], _ codec: Codec) throws(FuzzFailure) {
        guard codec == .vp8 || codec == .vp9 else { return }
        var patched = [0xff, 0xff] + payload
        do {
            var span = patched.mutableSpan
            var memory = span.mutableBytes
            facts.patch(pictureID: 0x12b4, tl0PictureIndex: 0x56, into: &memory, payloadAt: 2)
        }
        try promise(patched[0] == 0xff && patched[1] == 0xff, "patched before the payload")
        var expected = facts
        if facts.pictureID != nil { expected.pictureID = facts.pictureIDBits == 15 ? 0x12b4 : 0x34 }
        if facts.tl0PictureIndex != nil { expected.tl0PictureIndex = 0x56 }
        let copy = PayloadFacts(
            codec: codec, payload: patched.span.bytes.extracting(droppingFirst: 2), dependencyDescriptor: nil)
        try promise(copy == expected, "patching changed more than the ids")
    }

    private static func checkDescriptors(_ payload: RawSpan, _ descriptor: RawSpan) throws(FuzzFailure) {
        if let vp8 = VP8Descriptor(payload) {
            try promise(vp8.count < payload.byteCount, "a VP8 descriptor without payload")
        }
        if let vp9 = VP9Descriptor(payload) {
            try promise(vp9.count < payload.byteCount, "a VP9 descriptor without payload")
        }
        if let red = REDPayload(payload) {
            try promise(
                red.primary.lowerBound > 0 && red.primary.upperBound == payload.byteCount, "the primary is elsewhere")
            try promise(red.redundantBlockCount <= REDPayload.maximumBlocks, "more redundancy than allowed")
        }
        if let structure = DependencyDescriptor(descriptor)?.structure {
            try promise(structure.templateCount <= DependencyStructure.maximumTemplates, "too many templates")
            for template in UInt8.min...UInt8.max {
                guard let layers = structure.layers(of: template) else { continue }
                try promise(
                    layers.spatial <= structure.maximumSpatialLayer
                        && layers.temporal <= structure.maximumTemporalLayer, "a layer above the highest")
            }
        }
    }
}
