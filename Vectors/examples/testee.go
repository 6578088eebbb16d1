// SPDX-License-Identifier: Apache-2.0

// A testee to start from: fill in the operations that your implementation has.
//
//	go build -o /tmp/testee Vectors/examples/testee.go
//	loopsig conformance -- /tmp/testee
//
// It answers each JSON line with one line: Vectors/README.md, "Testee protocol". json.Unmarshal accepts
// repeated members, names in a different case and unpaired surrogates, so this file checks the tokens. If
// your verifier has one profile, run it with --profile relayer or strict. If your client lacks a method or a
// kind of body, answer unsupported, not error. Traps of Go: url.QueryEscape encodes a space as "+";
// big.Int.Bytes drops zero bytes; range over a string replaces bytes that are not UTF-8.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

var p, _ = new(big.Int).SetString("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16)
var integerForm = regexp.MustCompile("^0x[0-9A-Fa-f]{64}$")
var surrogate = regexp.MustCompile(`\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}`)

type object = map[string]any

var errMalformed = errors.New("malformed-request")

// fieldElement reads an integer below p. The texts of its errors are the codes; yours may be any text.
func fieldElement(value any) (*big.Int, error) {
	text, isText := value.(string)
	if !isText {
		return nil, errMalformed
	}
	if !integerForm.MatchString(text) {
		return nil, errors.New("integer-malformed")
	}
	element, _ := new(big.Int).SetString(text[2:], 16)
	if element.Cmp(p) >= 0 {
		return nil, errors.New("field-element-out-of-range")
	}
	return element, nil
}

// Replace this with calls to your implementation. A function takes the members of "in" and returns the
// members of "out" that it has. Omit the operations that you do not have.
var operations = map[string]func(object) (object, error){
	"field.multiply": func(in object) (object, error) {
		if len(in) != 2 {
			return nil, errMalformed
		}
		a, errA := fieldElement(in["a"])
		b, errB := fieldElement(in["b"])
		if err := cmp.Or(errA, errB); err != nil {
			return nil, err
		}
		return object{"value": fmt.Sprintf("0x%064x", new(big.Int).Mod(new(big.Int).Mul(a, b), p))}, nil
	},
	// Tests that this file reads and writes every kind of argument. The harness does not use it.
	"starter.echo": func(in object) (object, error) { return in, nil },
}

// read reads a value whose members have different names. Numbers keep their text.
func read(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil || token != json.Delim('{') && token != json.Delim('[') {
		return token, err
	}
	members, elements := object{}, []any{}
	for decoder.More() {
		name := ""
		if token == json.Delim('{') {
			key, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			name = key.(string)
			if _, isThere := members[name]; isThere {
				return nil, errMalformed
			}
		}
		value, err := read(decoder)
		if err != nil {
			return nil, err
		}
		members[name], elements = value, append(elements, value)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	if token == json.Delim('[') {
		return elements, nil
	}
	return members, nil
}

// request reads a line that has exactly id, op and in.
func request(line []byte) (id int64, op string, in object, err error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	value, err := read(decoder)
	isHalf := func(found []byte) bool { return len(found) == 6 } // of a surrogate pair
	if err != nil || !utf8.Valid(line) || !json.Valid(line) || slices.ContainsFunc(surrogate.FindAll(line, -1), isHalf) {
		return 0, "", nil, errMalformed
	}
	members, _ := value.(object)
	number, _ := members["id"].(json.Number)
	op, hasOp := members["op"].(string)
	in, hasIn := members["in"].(object)
	id, err = strconv.ParseInt(string(number), 10, 64)
	if err != nil || !hasOp || !hasIn || len(members) != 3 {
		return 0, "", nil, errMalformed
	}
	return id, op, in, nil
}

func answer(line []byte) object {
	id, op, in, err := request(line)
	if err != nil {
		return object{"id": nil, "error": err.Error()}
	}
	operation, isKnown := operations[op]
	if !isKnown {
		return object{"id": id, "unsupported": true}
	}
	out, err := operation(in)
	if err != nil {
		return object{"id": id, "error": err.Error()}
	}
	return object{"id": id, "out": out}
}

func main() {
	input, output := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	for line, err := input.ReadBytes('\n'); err != io.EOF; line, err = input.ReadBytes('\n') {
		output.Encode(answer(bytes.TrimSuffix(line, []byte("\n"))))
	}
}
