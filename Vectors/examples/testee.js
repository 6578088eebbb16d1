// A testee to start from: fill in the operations that your implementation has.
//
//     .build/debug/loopsig conformance -- node Vectors/examples/testee.js
//
// One JSON object a line comes in, one goes out; see Vectors/README.md, "Testee protocol".
"use strict";
const readline = require("node:readline");

const P = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n;

/** Input that your implementation refuses. The code may be any text. */
class Rejected extends Error {}

function integer(text) {
  if (typeof text !== "string" || !/^0x[0-9A-Fa-f]{64}$/.test(text)) throw new Rejected("integer-malformed");
  return BigInt(text);
}

function fieldElement(text) {
  const value = integer(text);
  if (value >= P) throw new Rejected("field-element-out-of-range");
  return value;
}

const format = (value) => "0x" + value.toString(16).padStart(64, "0");

// Replace this by calls into your implementation. A function is given the members of "in" and returns those
// of "out" that it has.
const operations = {
  "field.multiply": ({ a, b }) => ({ value: format((fieldElement(a) * fieldElement(b)) % P) }),
};

function answer(line) {
  let request;
  try {
    request = JSON.parse(line);
  } catch {
    return { id: null, error: "malformed-request" };
  }
  const { id, op, in: input } = request ?? {};
  if (!Number.isInteger(id) || typeof op !== "string" || typeof input !== "object" || input === null) {
    return { id: null, error: "malformed-request" };
  }
  if (!Object.hasOwn(operations, op)) return { id, unsupported: true };
  try {
    return { id, out: operations[op](input) };
  } catch (error) {
    return { id, error: error instanceof Rejected ? error.message : "internal-error", detail: String(error) };
  }
}

readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(line)) + "\n");
});
