import Bytes

/// The layers of the templates that dependency descriptors refer to, kept per Encoding from one key frame to the next. Fixed memory.
package struct DependencyStructure: Sendable {
    /// RTP Payload Format For AV1, appendix A.8.3: six bits of template id.
    package static let maximumTemplates = 64

    private let firstTemplate: UInt8
    package private(set) var templateCount = 0
    package private(set) var decodeTargetCount: Int
    package private(set) var maximumSpatialLayer: UInt8 = 0
    package private(set) var maximumTemporalLayer: UInt8 = 0
    /// Spatial layer << 4 | temporal layer.
    private var layers: [64 of UInt8] = .init(repeating: 0)

    /// Reads up to the end of template_layers(); what follows (decode target indications, frame and chain differences, resolutions) concerns receivers only.
    @_lifetime(reader: copy reader)
    init?(_ reader: inout BitReader) {
        guard let first = reader.bits(6), let targets = reader.bits(5) else { return nil }
        firstTemplate = UInt8(truncatingIfNeeded: first)
        decodeTargetCount = Int(targets) + 1
        var (spatial, temporal): (UInt8, UInt8) = (0, 0)
        while true {
            guard templateCount < Self.maximumTemplates, spatial <= 3, temporal <= 7 else { return nil }
            layers[templateCount] = spatial << 4 | temporal
            templateCount += 1
            maximumSpatialLayer = max(maximumSpatialLayer, spatial)
            maximumTemporalLayer = max(maximumTemporalLayer, temporal)
            guard let step = reader.bits(2) else { return nil }
            switch step {
            case 0: break
            case 1: temporal += 1
            case 2:
                temporal = 0
                spatial += 1
            default: return
            }
        }
    }

    /// `nil` when the structure has no such template: the descriptor belongs to another structure.
    package func layers(of templateID: UInt8) -> (spatial: UInt8, temporal: UInt8)? {
        let index = Int((templateID &- firstTemplate) & 63)
        guard index < templateCount else { return nil }
        return (layers[index] >> 4, layers[index] & 0x0f)
    }
}
