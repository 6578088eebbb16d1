// A testee to start from: fill in the operations that your implementation has.
//
//	go build -o /tmp/testee Vectors/examples/testee.go
//	.build/debug/loopsig conformance -- /tmp/testee
//
// One JSON object a line comes in, one goes out; see Vectors/README.md, "Testee protocol".
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"regexp"
)

var p, _ = new(big.Int).SetString("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16)
var integerForm = regexp.MustCompile("^0x[0-9A-Fa-f]{64}$")

type object = map[string]any

// fieldElement reads an integer below p. The texts of its errors are codes; yours may be any.
func fieldElement(value any) (*big.Int, error) {
	text, _ := value.(string)
	if !integerForm.MatchString(text) {
		return nil, errors.New("integer-malformed")
	}
	element, _ := new(big.Int).SetString(text[2:], 16)
	if element.Cmp(p) >= 0 {
		return nil, errors.New("field-element-out-of-range")
	}
	return element, nil
}

// Replace this by calls into your implementation. A function is given the members of "in" and returns those of
// "out" that it has.
var operations = map[string]func(object) (object, error){
	"field.multiply": func(in object) (object, error) {
		a, err := fieldElement(in["a"])
		if err != nil {
			return nil, err
		}
		b, err := fieldElement(in["b"])
		if err != nil {
			return nil, err
		}
		return object{"value": fmt.Sprintf("0x%064x", new(big.Int).Mod(new(big.Int).Mul(a, b), p))}, nil
	},
}

func answer(line []byte) object {
	var request struct {
		ID *int64  `json:"id"`
		Op *string `json:"op"`
		In object  `json:"in"`
	}
	if json.Unmarshal(line, &request) != nil || request.ID == nil || request.Op == nil || request.In == nil {
		return object{"id": nil, "error": "malformed-request"}
	}
	operation, isKnown := operations[*request.Op]
	if !isKnown {
		return object{"id": *request.ID, "unsupported": true}
	}
	out, err := operation(request.In)
	if err != nil {
		return object{"id": *request.ID, "error": err.Error()}
	}
	return object{"id": *request.ID, "out": out}
}

func main() {
	input, output := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	for line, err := input.ReadBytes('\n'); err != io.EOF; line, err = input.ReadBytes('\n') {
		output.Encode(answer(line))
	}
}
