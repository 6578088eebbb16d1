// SPDX-License-Identifier: Apache-2.0

// A testee to start from: fill in the operations that your implementation has.
//
//     loopsig conformance -- node Vectors/examples/testee.js
//
// It answers each JSON line with one line: Vectors/README.md, "Testee protocol". JSON.parse accepts repeated
// members, 1.0 as an integer and unpaired surrogates, so this file checks for them. If your verifier has one
// profile, run it with --profile relayer or strict. If your client lacks a method or a kind of body, answer
// unsupported, not error. Traps of JavaScript: encodeURIComponent does not encode !'()*; localeCompare does
// not compare bytes; numbers are exact only below 2^53.
"use strict";

const P = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n;

/** Your implementation refuses the input. The code may be any text. */
class Rejected extends Error {}

/** A member of "in" is missing or has a wrong type. */
class Malformed extends Error {}

function integer(text) {
  if (typeof text !== "string") throw new Malformed("an integer must be a string");
  if (!/^0x[0-9A-Fa-f]{64}$/.test(text)) throw new Rejected("integer-malformed");
  return BigInt(text);
}

function fieldElement(text) {
  const value = integer(text);
  if (value >= P) throw new Rejected("field-element-out-of-range");
  return value;
}

const format = (value) => "0x" + value.toString(16).padStart(64, "0");

// Replace this with calls to your implementation. A function takes the members of "in" and returns the
// members of "out" that it has. Omit the operations that you do not have.
const operations = {
  "field.multiply": ({ a, b }) => ({ value: format((fieldElement(a) * fieldElement(b)) % P) }),
  // Tests that this file reads and writes every kind of argument. The harness does not use it.
  "starter.echo": (input) => input,
};

/** Throws if a member is repeated, the id is not an integer, or a surrogate is unpaired. */
function check(text) {
  const open = [];
  let isName = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g)) {
    const members = open.at(-1);
    if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : null);
      isName = token === "{";
    } else if (token === "}" || token === "]") {
      open.pop();
      isName = false;
    } else if (token === ",") {
      isName = members instanceof Set;
    } else if (token[0] === '"') {
      const value = JSON.parse(token);
      if (!value.isWellFormed()) throw new Malformed("half a surrogate pair");
      if (isName && members.has(value)) throw new Malformed("a member occurs twice");
      if (isName) members.add(value);
      isName = false;
    } else if (open.length === 1 && /^-?[0-9]/.test(token) && !/^(?:0|-?[1-9][0-9]*)$/.test(token)) {
      throw new Malformed("the id must be an integer without fraction and exponent");
    }
  }
}

function answer(line) {
  let request;
  try {
    request = JSON.parse(line);
    check(line);
  } catch {
    return { id: null, error: "malformed-request" };
  }
  const { id, op, in: input } = request ?? {};
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  if (!Number.isSafeInteger(id) || typeof op !== "string" || !isObject || Object.keys(request).length !== 3) {
    return { id: null, error: "malformed-request" };
  }
  if (!Object.hasOwn(operations, op)) return { id, unsupported: true };
  try {
    return { id, out: operations[op](input) };
  } catch (error) {
    if (error instanceof Rejected) return { id, error: error.message };
    if (error instanceof Malformed) return { id, error: "malformed-request" };
    return { id, error: "internal-error", detail: String(error) };
  }
}

let rest = Buffer.alloc(0);
process.stdin.on("data", (bytes) => {
  rest = Buffer.concat([rest, bytes]);
  for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
    process.stdout.write(JSON.stringify(answer(rest.subarray(0, end).toString("utf8"))) + "\n");
    rest = rest.subarray(end + 1);
  }
});
