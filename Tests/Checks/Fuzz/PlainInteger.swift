/// A non-negative integer of any size as its binary digits, with arithmetic as taught at school: slow, plain,
/// and with nothing in common with what it checks.
struct PlainInteger: Equatable {
    /// Least significant first, without leading zeros.
    private var bits: [Bool]

    init(littleEndianBytes bytes: [UInt8]) {
        self.init(bits: bytes.flatMap { byte in (0..<8).map { byte >> $0 & 1 == 1 } })
    }

    init(decimal: String) {
        self = decimal.utf8.reduce(PlainInteger(bits: [])) { value, digit in
            PlainInteger.ten * value + PlainInteger(littleEndianBytes: [digit - 48])
        }
    }

    private init(bits: [Bool]) {
        self.bits = bits
        while self.bits.last == false { self.bits.removeLast() }
    }

    private static let ten = PlainInteger(littleEndianBytes: [10])

    static func + (a: PlainInteger, b: PlainInteger) -> PlainInteger {
        var sum: [Bool] = []
        var carry = 0
        for i in 0..<max(a.bits.count, b.bits.count) + 1 {
            let total = a.digit(i) + b.digit(i) + carry
            sum.append(total & 1 == 1)
            carry = total >> 1
        }
        return PlainInteger(bits: sum)
    }

    static func * (a: PlainInteger, b: PlainInteger) -> PlainInteger {
        var product = PlainInteger(bits: [])
        for bit in b.bits.reversed() {
            product = product.doubled()
            if bit { product = product + a }
        }
        return product
    }

    static func < (a: PlainInteger, b: PlainInteger) -> Bool {
        if a.bits.count != b.bits.count { return a.bits.count < b.bits.count }
        for (x, y) in zip(a.bits.reversed(), b.bits.reversed()) where x != y { return y }
        return false
    }

    /// a − b for a ≥ b.
    static func - (a: PlainInteger, b: PlainInteger) -> PlainInteger {
        var difference: [Bool] = []
        var borrow = 0
        for i in 0..<a.bits.count {
            let total = a.digit(i) - b.digit(i) - borrow
            difference.append(total & 1 == 1)
            borrow = total < 0 ? 1 : 0
        }
        return PlainInteger(bits: difference)
    }

    /// Long division, bit by bit.
    static func % (a: PlainInteger, m: PlainInteger) -> PlainInteger {
        var remainder = PlainInteger(bits: [])
        for bit in a.bits.reversed() {
            remainder = remainder.doubled()
            if bit { remainder = PlainInteger(bits: [true] + remainder.bits.dropFirst()) }
            if !(remainder < m) { remainder = remainder - m }
        }
        return remainder
    }

    private func doubled() -> PlainInteger { PlainInteger(bits: [false] + bits) }
    private func digit(_ i: Int) -> Int { i < bits.count && bits[i] ? 1 : 0 }
}
