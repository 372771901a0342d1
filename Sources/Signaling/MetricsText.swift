/// The Prometheus text format, version 0.0.4.
struct MetricsText {
    private(set) var text = ""

    /// Names that end in `_total` only grow; all others are what is so now.
    mutating func add(_ name: String, _ value: UInt64, help: String? = nil) {
        let name = "toperparty_" + name
        if let help { text += "# HELP \(name) \(help)\n" }
        text += "# TYPE \(name) \(name.hasSuffix("_total") ? "counter" : "gauge")\n\(name) \(value)\n"
    }

    mutating func add(_ name: String, _ value: Int, help: String) {
        add(name, UInt64(max(0, value)), help: help)
    }
}
