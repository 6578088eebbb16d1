// SPDX-License-Identifier: Apache-2.0

// A testee to start from: fill in the operations that your implementation has.
//
//     rustc -o /tmp/testee Vectors/examples/testee.rs && loopsig conformance -- /tmp/testee
//
// One JSON object a line comes in, one goes out; see Vectors/README.md, "Testee protocol". Needs no crate; with
// serde_json, replace `Reader`, and refuse members that occur twice.
use std::io::{stdin, BufRead};

const P: [u8; 32] = *b"\x30\x64\x4e\x72\xe1\x31\xa0\x29\xb8\x50\x45\xb6\x81\x81\x58\x5d\
                       \x28\x33\xe8\x48\x79\xb9\x70\x91\x43\xe1\xf5\x93\xf0\x00\x00\x01";

#[derive(Clone)]
enum Json { Null, Bool(bool), Integer(i64), Number(String), Text(String), Array(Vec<Json>), Object(Vec<(String, Json)>) }
use Json::*;

impl Json {
    fn member(&self, name: &str) -> Option<&Json> {
        if let Object(members) = self { members.iter().find(|m| m.0 == name).map(|m| &m.1) } else { None }
    }
    fn write(&self) -> String {
        match self {
            Null => "null".into(),
            Bool(flag) => flag.to_string(),
            Integer(integer) => integer.to_string(),
            Number(number) => number.clone(),
            Text(text) => text.chars().fold("\"".to_string(), |quoted, c| match c {
                '"' | '\\' => format!("{quoted}\\{c}"),
                '\0'..='\x1f' => format!("{quoted}\\u{:04x}", c as u32),
                _ => format!("{quoted}{c}"),
            }) + "\"",
            Array(elements) => format!("[{}]", elements.iter().map(Json::write).collect::<Vec<_>>().join(",")),
            Object(members) => {
                let members = members.iter().map(|m| format!("{}:{}", Text(m.0.clone()).write(), m.1.write()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// Strict JSON: each member once, no half of a surrogate pair, nothing after the value.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn take(&mut self, c: char) -> bool {
        self.0 = self.0.trim_start_matches([' ', '\t', '\r', '\n']);
        self.0.strip_prefix(c).map(|rest| self.0 = rest).is_some()
    }
    fn list(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.take(end) { return Some(()); }
        loop {
            item(self)?;
            if !self.take(',') { return self.take(end).then_some(()); }
        }
    }
    fn value(&mut self) -> Option<Json> {
        if self.take('{') {
            let mut members: Vec<(String, Json)> = vec![];
            self.list('}', |reader| {
                let name = if reader.take('"') { reader.text()? } else { return None };
                if !reader.take(':') || members.iter().any(|m| m.0 == name) { return None; }
                members.push((name, reader.value()?));
                Some(())
            })?;
            return Some(Object(members));
        }
        if self.take('[') {
            let mut elements = vec![];
            self.list(']', |reader| Some(elements.push(reader.value()?)))?;
            return Some(Array(elements));
        }
        if self.take('"') { return Some(Text(self.text()?)); }
        let end = self.0.find([' ', '\t', '\r', '\n', ',', ']', '}', ':', '"']).unwrap_or(self.0.len());
        let word = &self.0[..end];
        self.0 = &self.0[end..];
        match word {
            "null" => Some(Null),
            "true" | "false" => Some(Bool(word == "true")),
            "-0" => Some(Number(word.into())),
            _ => {
                let digits = word.trim_start_matches('-');
                let leading = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
                if !digits.starts_with(|c: char| c.is_ascii_digit()) || leading || digits.ends_with('.') { return None; }
                if digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Some(word.parse().map(Integer).unwrap_or(Number(word.into())));
                }
                word.parse::<f64>().ok().map(|_| Number(word.into()))
            }
        }
    }
    fn unit(&mut self) -> Option<u32> {
        let unit = u32::from_str_radix(self.0.get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?, 16).ok();
        self.0 = &self.0[4..];
        unit
    }
    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            let c = self.0.chars().next()?;
            self.0 = &self.0[c.len_utf8()..];
            match c {
                '"' => return Some(text),
                '\0'..='\x1f' => return None,
                '\\' => {
                    let c = self.0.chars().next()?;
                    self.0 = &self.0[c.len_utf8()..];
                    text.push(match c {
                        '"' | '\\' | '/' => c,
                        'b' => '\x08', 'f' => '\x0c', 'n' => '\n', 'r' => '\r', 't' => '\t',
                        'u' => {
                            let high = self.unit()?;
                            if (0xd800..0xdc00).contains(&high) {
                                self.0 = self.0.strip_prefix("\\u")?;
                                let low = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                                char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)?
                            } else { char::from_u32(high)? }
                        }
                        _ => return None,
                    });
                }
                _ => text.push(c),
            }
        }
    }
}

/// The members of "in", if they are the ones that the operation has.
fn arguments<'a, const N: usize>(input: &'a Json, names: [&str; N]) -> Result<[&'a Json; N], &'static str> {
    let Object(members) = input else { return Err("malformed-request") };
    if members.len() != N || !names.iter().all(|name| input.member(name).is_some()) { return Err("malformed-request"); }
    Ok(names.map(|name| input.member(name).unwrap_or(&Null)))
}

fn field_element(value: &Json) -> Result<[u8; 32], &'static str> {
    let Text(given) = value else { return Err("malformed-request") };
    let digits = given.strip_prefix("0x").filter(|d| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit()));
    let digits = digits.ok_or("integer-malformed")?;
    let value = std::array::from_fn(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap_or(0));
    if value < P { Ok(value) } else { Err("field-element-out-of-range") }
}

fn negate(a: [u8; 32]) -> [u8; 32] {
    let (mut borrow, mut value) = (0, [0; 32]);
    for i in (0..32).rev() {
        let difference = i16::from(P[i]) - i16::from(a[i]) - borrow;
        (value[i], borrow) = (difference.rem_euclid(256) as u8, i16::from(difference < 0));
    }
    if value == P { a } else { value }
}

/// Call your implementation here: from "in" to "out", or to a code, which may be any text if input is refused. None is
/// unsupported.
fn run(op: &str, input: &Json) -> Option<Result<Json, &'static str>> {
    match op {
        "field.negate" => Some(arguments(input, ["a"]).and_then(|[a]| field_element(a)).map(|a| {
            let digits: String = negate(a).iter().map(|byte| format!("{byte:02x}")).collect();
            Object(vec![("value".into(), Text(format!("0x{digits}")))])
        })),
        // Shows that this file reads and writes every argument; the harness does not ask for it.
        "starter.echo" => Some(Ok(input.clone())),
        _ => None,
    }
}

fn answer(line: &str) -> Option<Json> {
    let mut reader = Reader(line);
    let request = reader.value()?;
    reader.take(' ');
    let Object(members) = &request else { return None };
    let (Some(id @ Integer(_)), Some(Text(op)), Some(input @ Object(_)), 3, "") =
        (request.member("id"), request.member("op"), request.member("in"), members.len(), reader.0) else { return None };
    let (name, value) = match run(op, input) {
        None => ("unsupported", Bool(true)),
        Some(Ok(out)) => ("out", out),
        Some(Err(code)) => ("error", Text(code.into())),
    };
    Some(Object(vec![("id".into(), id.clone()), (name.into(), value)]))
}

fn main() {
    for line in stdin().lock().split(b'\n').map_while(Result::ok) {
        let answer = std::str::from_utf8(&line).ok().and_then(answer);
        let malformed = || Object(vec![("id".into(), Null), ("error".into(), Text("malformed-request".into()))]);
        println!("{}", answer.unwrap_or_else(malformed).write());
    }
}
