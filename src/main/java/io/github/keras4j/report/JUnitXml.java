package io.github.keras4j.report;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Fault;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.compare.Verification.Skipped;
import io.github.keras4j.compare.Verification.Unreadable;
import java.util.List;
import java.util.Locale;

/** A verification as build servers read it: one test case per fixture and engine. */
public final class JUnitXml {
    private JUnitXml() {}

    /** The whole XML document. */
    public static String of(Verification verification) {
        List<Result> results = verification.results();
        long errors = results.stream()
                .filter(result -> tag(result.outcome()).equals("error"))
                .count();
        long failures = results.stream()
                .filter(result -> tag(result.outcome()).equals("failure"))
                .count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"keras4j verify\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\""
                        + " time=\"%.3f\">\n",
                results.size(),
                failures,
                errors,
                verification.count(Skipped.class),
                verification.nanos() / 1e9));
        results.forEach(result -> xml.append(testCase(result)));
        return xml.append("</testsuite>\n").toString();
    }

    private static String testCase(Result result) {
        String name = result.engine().isEmpty() ? "read" : result.engine();
        String open = String.format(
                Locale.ROOT,
                "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\"",
                escape(result.fixture()),
                escape(name),
                result.nanos() / 1e9);
        String tag = tag(result.outcome());
        if (tag.isEmpty()) {
            return open + "/>\n";
        }
        String text = TextReport.of(result);
        String first = text.lines().findFirst().orElse("");
        return open + ">\n    <" + tag + " message=\"" + escape(first) + "\">"
                + (tag.equals("skipped") ? "" : escape(text)) + "</" + tag + ">\n  </testcase>\n";
    }

    private static String tag(Outcome outcome) {
        if (outcome instanceof Passed) {
            return "";
        }
        if (outcome instanceof Skipped) {
            return "skipped";
        }
        return outcome instanceof Unreadable || outcome instanceof Fault ? "error" : "failure";
    }

    /** Layer names come from files of others; what XML 1.0 cannot hold at all becomes U+FFFD. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t' || c == '\r' || c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
    }
}
