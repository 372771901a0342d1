/// One m-line on which the client sends.
package struct UplinkParameters: Sendable, Equatable {
    package var mid: String
    package var kind: MediaKind
    /// Accepted payload types, in order of preference.
    package var codecs: [CodecParameters]
    package var extensions: HeaderExtensionMap
    /// Simulcast streams lowest first where the offer says so (RFC 8853); exactly one entry without `rid` when not simulcast.
    package var encodings: [EncodingParameters]

    package init(
        mid: String, kind: MediaKind, codecs: [CodecParameters], extensions: HeaderExtensionMap,
        encodings: [EncodingParameters]
    ) {
        self.mid = mid
        self.kind = kind
        self.codecs = codecs
        self.extensions = extensions
        self.encodings = encodings
    }
}
