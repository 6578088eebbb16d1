// A testee to start from: fill in the operations that your implementation has.
//
//     .build/debug/loopsig conformance -- java Vectors/examples/Testee.java
//
// One JSON object a line comes in, one goes out; see Vectors/README.md, "Testee protocol". To be without a package
// it has a small JSON reader; with Jackson or Gson, replace `Reader` by it.
import java.io.*;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.function.Function;
import java.util.regex.*;

public class Testee {
    static final BigInteger P = new BigInteger("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16);

    /** Input that your implementation refuses. The code may be any text. */
    static class Rejected extends RuntimeException { Rejected(String code) { super(code); } }

    static BigInteger fieldElement(Object text) {
        if (!(text instanceof String digits) || !digits.matches("0x[0-9A-Fa-f]{64}")) throw new Rejected("integer-malformed");
        var value = new BigInteger(digits.substring(2), 16);
        if (value.compareTo(P) >= 0) throw new Rejected("field-element-out-of-range");
        return value;
    }

    /** Replace this by calls into your implementation: from the members of "in" to the JSON of "out". */
    static final Map<String, Function<Map<?, ?>, String>> OPERATIONS = Map.of("field.multiply", in ->
        "{\"value\":\"0x%064x\"}".formatted(fieldElement(in.get("a")).multiply(fieldElement(in.get("b"))).mod(P)));

    static String answer(String line) {
        Map<?, ?> request = Map.of();
        try { request = (Map<?, ?>) new Reader(line).value(); } catch (RuntimeException malformed) { /* answered below */ }
        if (!(request.get("id") instanceof Long id && request.get("op") instanceof String op
            && request.get("in") instanceof Map<?, ?> in))
            return "{\"id\":null,\"error\":\"malformed-request\"}";
        if (!OPERATIONS.containsKey(op)) return "{\"id\":%d,\"unsupported\":true}".formatted(id);
        try {
            return "{\"id\":%d,\"out\":%s}".formatted(id, OPERATIONS.get(op).apply(in));
        } catch (Rejected rejected) {
            return "{\"id\":%d,\"error\":\"%s\"}".formatted(id, rejected.getMessage());
        }
    }

    /** Just enough JSON: Map, List, String, Long, and the text of other numbers, true, false and null. */
    record Reader(Scanner tokens) {
        Reader(String json) { this(new Scanner(json).useDelimiter("")); }

        static final Set<Object> END = Set.of(']', '}');
        static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(....)|(.))");

        static String unescaped(MatchResult escape) {
            if (escape.group(1) != null) return Matcher.quoteReplacement("" + (char) Integer.parseInt(escape.group(1), 16));
            int i = "bfnrt".indexOf(escape.group(2));
            return Matcher.quoteReplacement(i < 0 ? escape.group(2) : "\b\f\n\r\t".substring(i, i + 1));
        }

        Object value() {
            String token = tokens.findWithinHorizon("(?s)\\s*+(\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s\\[\\]{},:\"]++|.)", 0).strip();
            if (token.equals("{") || token.equals("[")) {
                var items = new ArrayList<Object>();
                for (Object item = value(); !END.contains(item); item = value()) items.add(item);
                if (token.equals("[")) return items; // name, colon, value, comma, name, ... in an object
                var members = new HashMap<Object, Object>();
                for (int i = 2; i < items.size(); i += 4) members.put(items.get(i - 2), items.get(i));
                return members;
            }
            if (token.startsWith("\"")) return ESCAPE.matcher(token.substring(1, token.length() - 1)).replaceAll(Reader::unescaped);
            if (token.length() == 1 && !Character.isDigit(token.charAt(0))) return token.charAt(0);
            return token.matches("-?\\d+") ? (Object) Long.valueOf(token) : token;
        }
    }

    public static void main(String[] arguments) {
        // Not Scanner's lines, which end at U+2028 as well.
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        input.lines().forEach(line -> System.out.println(answer(line)));
    }
}
