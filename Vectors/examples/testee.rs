// SPDX-License-Identifier: Apache-2.0

// A testee to start from: fill in the operations that your implementation has.
//
//     rustc -o /tmp/testee Vectors/examples/testee.rs && loopsig conformance -- /tmp/testee
//
// It answers each JSON line with one line: Vectors/README.md, "Testee protocol". If your verifier has one
// profile, run it with --profile relayer or strict. For a method or body that you lack, answer unsupported.
// Traps: NON_ALPHANUMERIC encodes "-._"; form_urlencoded keeps "*"; serde_json accepts repeated names.
use std::{collections::BTreeMap, io::{stdin, BufRead}};

const P: (u128, u128) = (0x30644e72e131a029b85045b68181585d, 0x2833e84879b9709143e1f593f0000001);

/// Other is null, or a number that is not a 64-bit integer. No operation takes one.
#[derive(Clone)]
enum Json { Other, Bool(bool), Integer(i64), Text(String), Array(Vec<Json>), Object(BTreeMap<String, Json>) }
use Json::*;

fn written(value: &Json) -> String {
    match value {
        Other => "null".into(),
        Bool(flag) => flag.to_string(),
        Integer(integer) => integer.to_string(),
        Text(text) => text.chars().fold("\"".to_string(), |quoted, c| match c {
            '"' | '\\' => format!("{quoted}\\{c}"),
            '\0'..='\x1f' => format!("{quoted}\\u{:04x}", c as u32),
            _ => format!("{quoted}{c}"),
        }) + "\"",
        Array(elements) => format!("[{}]", elements.iter().map(written).collect::<Vec<_>>().join(",")),
        Object(members) => {
            let member = |(name, value): (&String, &Json)| written(&Text(name.clone())) + ":" + &written(value);
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
    }
}

/// Strict JSON, without repeated members and unpaired surrogates. None if it is not JSON.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.0.chars().next()?;
        self.0 = &self.0[c.len_utf8()..];
        Some(c)
    }
    /// Skips white space, then takes this character if it is the next one.
    fn take(&mut self, c: char) -> bool {
        self.0 = self.0.trim_start_matches([' ', '\t', '\r', '\n']);
        self.0.strip_prefix(c).map(|rest| self.0 = rest).is_some()
    }
    /// The items before the closing bracket, with commas between them.
    fn items(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.take(end) { return Some(()); }
        item(self)?;
        while self.take(',') { item(self)?; }
        self.take(end).then_some(())
    }
    fn value(&mut self) -> Option<Json> {
        if self.take('{') {
            let mut members = BTreeMap::new();
            self.items('}', |reader| {
                let name = reader.take('"').then(|| reader.text())??;
                let value = reader.take(':').then(|| reader.value())??;
                members.insert(name, value).is_none().then_some(())
            })?;
            return Some(Object(members));
        }
        if self.take('[') {
            let mut elements = vec![];
            self.items(']', |reader| Some(elements.push(reader.value()?)))?;
            return Some(Array(elements));
        }
        if self.take('"') { return Some(Text(self.text()?)); }
        let (word, rest) = self.0.split_at(self.0.find([' ', '\t', '\r', '\n', ',', ']', '}']).unwrap_or(self.0.len()));
        self.0 = rest;
        let digits = word.strip_prefix('-').unwrap_or(word);
        let starts = |digits: &str| digits.starts_with(|c: char| c.is_ascii_digit());
        let has_leading_zero = digits.starts_with('0') && starts(&digits[1..]);
        match word {
            "null" | "-0" => Some(Other),
            "true" | "false" => Some(Bool(word == "true")),
            _ if !starts(digits) || has_leading_zero || digits.ends_with('.') => None,
            _ => word.parse().map(Integer).ok().or_else(|| word.parse::<f64>().ok().map(|_| Other)),
        }
    }
    /// A string after its opening quote, from UTF-16 units. Refuses an unpaired surrogate.
    fn text(&mut self) -> Option<String> {
        let mut units: Vec<u16> = vec![];
        loop {
            let c = match self.next()? {
                '"' => return String::from_utf16(&units).ok(),
                '\0'..='\x1f' => return None,
                '\\' => match self.next()? {
                    c @ ('"' | '\\' | '/') => c,
                    'b' => '\x08', 'f' => '\x0c', 'n' => '\n', 'r' => '\r', 't' => '\t',
                    'u' => {
                        let digits = self.0.get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
                        self.0 = &self.0[4..];
                        units.push(u16::from_str_radix(digits, 16).ok()?);
                        continue;
                    }
                    _ => return None,
                },
                c => c,
            };
            units.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
}

/// The upper and the lower half of a field element. The code of an error may be any text.
fn field_element(value: Option<&Json>) -> Result<(u128, u128), &'static str> {
    let Some(Text(text)) = value else { return Err("malformed-request") };
    let digits = text.strip_prefix("0x").filter(|d| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit()));
    let (high, low) = digits.ok_or("integer-malformed")?.split_at(32);
    let half = |digits| u128::from_str_radix(digits, 16).unwrap_or(0);
    if (half(high), half(low)) < P { Ok((half(high), half(low))) } else { Err("field-element-out-of-range") }
}

fn negate(members: &BTreeMap<String, Json>) -> Result<Json, &'static str> {
    if members.len() != 1 { return Err("malformed-request"); }
    let (high, low) = field_element(members.get("a"))?;
    let (difference, borrow) = P.1.overflowing_sub(low);
    let (high, low) = if (high, low) == (0, 0) { (0, 0) } else { (P.0 - high - u128::from(borrow), difference) };
    Ok(Object([("value".into(), Text(format!("0x{high:032x}{low:032x}")))].into()))
}

/// The answer to a line, or None if the line is not a request.
fn answer(line: &str) -> Option<Json> {
    let mut reader = Reader(line.trim_end_matches([' ', '\t', '\r']));
    let (Some(Object(request)), "") = (reader.value(), reader.0) else { return None };
    let (3, Some(Integer(id)), Some(Text(op)), Some(Object(members))) =
        (request.len(), request.get("id"), request.get("op"), request.get("in")) else { return None };
    let answer = |name: &str, value| Some(Object([("id".into(), Integer(*id)), (name.into(), value)].into()));
    // Call your implementation here. It turns the members of "in" into those of "out", or into a code.
    let result = match op.as_str() {
        "field.negate" => negate(members),
        // Tests that this file reads and writes every kind of argument. The harness does not use it.
        "starter.echo" => Ok(Object(members.clone())),
        _ => return answer("unsupported", Bool(true)),
    };
    result.map_or_else(|code| answer("error", Text(code.into())), |out| answer("out", out))
}

fn main() {
    for line in stdin().lock().split(b'\n').map_while(Result::ok) {
        let answer = std::str::from_utf8(&line).ok().and_then(answer).map(|answer| written(&answer));
        println!("{}", answer.unwrap_or(r#"{"id":null,"error":"malformed-request"}"#.into()));
    }
}
