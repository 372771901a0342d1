import SDP

/// A retransmission format (RFC 4588) of an accepted codec.
struct OfferedRepair {
    var map: RTPMap
    var format: FormatParameters
}
