package io.github.keras4j.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Builds markup. Names in it come from untrusted files, so text and attribute values are escaped here and nowhere else.
 * Only {@link #raw} does not escape; it gets our own markup.
 */
final class Html {
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element. @param attributes names and values in turn */
    Html open(String tag, String... attributes) {
        start(tag, attributes);
        text.append('>');
        open.push(tag);
        return this;
    }

    /** Closes the last element that was opened. */
    Html close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** As {@link #close}, with an end of line after it, so that the page can be read as text too. */
    Html end() {
        close();
        text.append('\n');
        return this;
    }

    /** An element with text in it. */
    Html element(String tag, String content, String... attributes) {
        return open(tag, attributes).text(content).close();
    }

    /** An element without content: {@code meta}, or a shape of SVG. */
    Html empty(String tag, String... attributes) {
        start(tag, attributes);
        text.append("/>");
        return this;
    }

    Html text(String content) {
        text.append(escape(content));
        return this;
    }

    /** Only for what lies in our own resources, or is built of numbers. */
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** A number as SVG wants it: short, with a point. */
    static String number(double value) {
        String shown = String.format(Locale.ROOT, "%.1f", value);
        return shown.endsWith(".0") ? shown.substring(0, shown.length() - 2) : shown;
    }

    private void start(String tag, String... attributes) {
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
    }

    private static String escape(String content) {
        return JUnitXml.escape(content).replace("&#10;", "\n").replace("'", "&#39;");
    }
}
