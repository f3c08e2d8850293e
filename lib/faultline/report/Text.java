package faultline.report;

import faultline.measure.Numbers;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Small things that sentences and tables need. */
final class Text {

    private static final int REPLACEMENT = 0xFFFD;

    private Text() {}

    /** Without line ends, tabs and other control characters. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    /** What XML 1.0 can hold: anything else would make the file unreadable. */
    static String xml(String text) {
        var escaped = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> escaped.append("&amp;");
                        case '<' -> escaped.append("&lt;");
                        case '>' -> escaped.append("&gt;");
                        case '"' -> escaped.append("&quot;");
                        case '\'' -> escaped.append("&#39;");
                        default -> escaped.appendCodePoint(isXml(c) ? c : REPLACEMENT);
                    }
                });
        return escaped.toString();
    }

    /** {@code 1 run}, {@code 3 runs}. */
    static String count(long number, String one) {
        return "%d %s%s".formatted(number, one, number == 1 ? "" : "s");
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String and(List<String> words) {
        if (words.size() < 2) return String.join("", words);
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    /** A value from a plan or an environment in one line; manifests are left to the plan itself. */
    static String value(Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .filter(e -> !e.getKey().equals("manifest"))
                            .map(e -> e.getKey() + " " + value(e.getValue()))
                            .collect(Collectors.joining(", "));
            case List<?> list -> list.stream().map(Text::value).collect(Collectors.joining(", "));
            case Double number -> Numbers.plain(number);
            default -> value.toString();
        };
    }

    private static boolean isXml(int c) {
        return c == 9
                || c == 10
                || c == 13
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
