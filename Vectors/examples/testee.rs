// A testee to start from: fill in the operations that your implementation has.
//
//     rustc -o /tmp/testee Vectors/examples/testee.rs && .build/debug/loopsig conformance -- /tmp/testee
//
// One JSON object a line comes in, one goes out; see Vectors/README.md, "Testee protocol". To be without a package
// it reads just enough JSON; with serde_json, replace `member` and `text`.
use std::io::{stdin, BufRead};

const P: [u8; 32] = *b"\x30\x64\x4e\x72\xe1\x31\xa0\x29\xb8\x50\x45\xb6\x81\x81\x58\x5d\
                       \x28\x33\xe8\x48\x79\xb9\x70\x91\x43\xe1\xf5\x93\xf0\x00\x00\x01";

/// The JSON text of a member of a JSON object.
fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let (mut depth, mut quoted, mut escaped, mut start, mut key) = (0, false, false, 0, "");
    for (i, c) in object.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            ':' if depth == 1 => (key, start) = (object[start..i].trim(), i + 1),
            ',' | '}' if depth == 1 && key.trim_matches('"') == name => return Some(object[start..i].trim()),
            ',' if depth == 1 => start = i + 1,
            '{' | '[' => (depth, start) = (depth + 1, if depth == 0 { i + 1 } else { start }),
            '}' | ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A JSON text without escapes, as the integers and names of the protocol are.
fn text(json: &str) -> Option<&str> {
    json.strip_prefix('"')?.strip_suffix('"').filter(|inside| !inside.contains('\\'))
}

fn field_element(input: &str, name: &str) -> Result<[u8; 32], &'static str> {
    let given = text(member(input, name).ok_or("malformed-request")?).ok_or("integer-malformed")?;
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

/// Call your implementation here: from "in" to the JSON of "out", or to a code, which may be any text where input
/// is refused. None is unsupported.
fn run(op: &str, input: &str) -> Option<Result<String, &'static str>> {
    match op {
        "field.negate" => Some(field_element(input, "a").map(|a| {
            let digits: String = negate(a).iter().map(|byte| format!("{byte:02x}")).collect();
            format!(r#"{{"value":"0x{digits}"}}"#)
        })),
        _ => None,
    }
}

fn answer(line: &str) -> Option<String> {
    let id: i64 = member(line, "id")?.parse().ok()?;
    Some(match run(text(member(line, "op")?)?, member(line, "in")?) {
        None => format!(r#"{{"id":{id},"unsupported":true}}"#),
        Some(Ok(out)) => format!(r#"{{"id":{id},"out":{out}}}"#),
        Some(Err(code)) => format!(r#"{{"id":{id},"error":"{code}"}}"#),
    })
}

fn main() {
    for line in stdin().lock().lines().map_while(Result::ok) {
        println!("{}", answer(&line).unwrap_or(r#"{"id":null,"error":"malformed-request"}"#.into()));
    }
}
