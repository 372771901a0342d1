import Bytes

/// One parser or machine, and what holds for it whatever bytes it is given.
package protocol FuzzEntry: SendableMetatype {
    /// Name of the entry and of its folder in the corpus.
    static var name: String { get }

    /// Feeds the bytes. Throws when a promise is broken; a trap or a report of the address sanitizer is a finding as well.
    static func run(_ bytes: RawSpan) throws(FuzzFailure)
}
