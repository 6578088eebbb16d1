// SPDX-License-Identifier: Apache-2.0

// A testee to start from: fill in the operations that your implementation has.
//
//     loopsig conformance -- java Vectors/examples/Testee.java
//
// It answers each JSON line with one line: Vectors/README.md, "Testee protocol". If you use Jackson, enable
// FAIL_ON_READING_DUP_TREE_KEY and FAIL_ON_TRAILING_TOKENS. If your verifier has one profile, run it with
// --profile relayer or strict. If your client lacks a method or a kind of body, answer unsupported, not
// error. Traps of Java: BigInteger(bytes), toByteArray() and byte are signed; URLEncoder writes "+" for a
// space and keeps "*"; getBytes() turns an unpaired surrogate into "?"; the default charset may be ASCII.
import java.io.*;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.function.Function;
import static java.util.stream.Collectors.joining;

public class Testee {
    static final BigInteger P = new BigInteger("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16);

    /** Your implementation refuses the input. The code may be any text. */
    static class Rejected extends RuntimeException { Rejected(String code) { super(code); } }

    /** A member of "in" that must be there and of this type. */
    static <T> T member(Map<String, Object> in, String name, Class<T> type) {
        if (!type.isInstance(in.get(name))) throw new Rejected("malformed-request");
        return type.cast(in.get(name));
    }

    static BigInteger fieldElement(Map<String, Object> in, String name) {
        String digits = member(in, name, String.class);
        if (!digits.matches("0x[0-9A-Fa-f]{64}")) throw new Rejected("integer-malformed");
        var value = new BigInteger(digits.substring(2), 16);
        if (value.compareTo(P) >= 0) throw new Rejected("field-element-out-of-range");
        return value;
    }

    /** Replace this with calls to your implementation: from the members of "in" to those of "out". Strings
     *  are String, integers Long, arrays List, objects Map. Omit the operations that you do not have. */
    static final Map<String, Function<Map<String, Object>, Map<String, Object>>> OPERATIONS = Map.ofEntries(
        Map.entry("field.multiply", in ->
            Map.of("value", "0x%064x".formatted(fieldElement(in, "a").multiply(fieldElement(in, "b")).mod(P)))),
        // Tests that this file reads and writes every kind of argument. The harness does not use it.
        Map.entry("starter.echo", in -> in));

    @SuppressWarnings("unchecked")
    static Map<String, Object> answer(String line) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id", null);
        answer.put("error", "malformed-request");
        var reader = new Reader(line);
        Object request;
        try { request = reader.value(); } catch (RuntimeException notJSON) { return answer; }
        if (!(request instanceof Map<?, ?> members && members.size() == 3 && members.get("id") instanceof Long id
            && members.get("op") instanceof String op && members.get("in") instanceof Map<?, ?> in)
            || reader.next() != 0) return answer;
        answer.put("id", id);
        answer.remove("error");
        if (!OPERATIONS.containsKey(op)) { answer.put("unsupported", true); return answer; }
        try { answer.put("out", OPERATIONS.get(op).apply((Map<String, Object>) in)); }
        catch (Rejected rejected) { answer.put("error", rejected.getMessage()); }
        return answer;
    }

    static String json(Object value) {
        if (value instanceof Map<?, ?> map)
            return map.entrySet().stream().map(m -> json(m.getKey()) + ":" + json(m.getValue())).collect(joining(",", "{", "}"));
        if (value instanceof List<?> list) return list.stream().map(Testee::json).collect(joining(",", "[", "]"));
        if (!(value instanceof String text)) return String.valueOf(value);
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray())
            quoted.append(c == '"' || c == '\\' ? "\\" + c : c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        return quoted.append('"').toString();
    }

    /** Strict JSON: Map, List, String, Long, Boolean, null; Double for other numbers. Throws if malformed. */
    static class Reader {
        final String text;
        int i = 0;
        Reader(String text) { this.text = text; }

        /** The next character that is not white space, or 0 at the end. */
        char next() {
            while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) i++;
            return i < text.length() ? text.charAt(i) : 0;
        }
        /** Reads the items between two brackets, with commas between the items. */
        void items(char end, Runnable item) {
            i++;
            if (next() == end) { i++; return; }
            for (char after = ','; after == ','; after = text.charAt(i++)) {
                item.run();
                if (next() != ',' && next() != end) throw new IllegalArgumentException();
            }
        }
        Object value() {
            switch (next()) {
                case '{':
                    var members = new LinkedHashMap<String, Object>();
                    items('}', () -> {
                        String name = string();
                        if (next() != ':' || members.containsKey(name)) throw new IllegalArgumentException();
                        i++;
                        members.put(name, value());
                    });
                    return members;
                case '[':
                    var elements = new ArrayList<Object>();
                    items(']', () -> elements.add(value()));
                    return elements;
                case '"': return string();
            }
            int start = i;
            while (i < text.length() && " \t\r\n,]}:".indexOf(text.charAt(i)) < 0) i++;
            String word = text.substring(start, i);
            if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
            if (word.equals("null")) return null;
            if (word.matches("-?(0|[1-9][0-9]*)") && !word.equals("-0")) return Long.valueOf(word);
            if (word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) return Double.valueOf(word);
            throw new IllegalArgumentException();
        }
        String string() {
            if (next() != '"') throw new IllegalArgumentException();
            var string = new StringBuilder();
            for (i++; text.charAt(i) != '"'; i++) {
                char c = text.charAt(i);
                if (c < ' ') throw new IllegalArgumentException();
                if (c != '\\') { string.append(c); continue; }
                c = text.charAt(++i);
                int known = "\"\\/bfnrt".indexOf(c);
                if (known >= 0) { string.append("\"\\/\b\f\n\r\t".charAt(known)); continue; }
                String digits = text.substring(i + 1, i + 5);
                if (c != 'u' || !digits.matches("[0-9A-Fa-f]{4}")) throw new IllegalArgumentException();
                string.append((char) Integer.parseInt(digits, 16));
                i += 4;
            }
            i++; // UTF-8 cannot encode an unpaired surrogate:
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) throw new IllegalArgumentException();
            return string.toString();
        }
    }

    public static void main(String[] arguments) {
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // A line ends only at a line feed; for readLine(), a carriage return also ends it.
        var lines = new Scanner(System.in, StandardCharsets.UTF_8).useDelimiter("\n");
        while (lines.hasNext()) output.print(json(answer(lines.next())) + "\n");
    }
}
