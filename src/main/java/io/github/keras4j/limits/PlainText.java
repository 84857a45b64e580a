package io.github.keras4j.limits;

import java.util.Locale;

/**
 * Text for a terminal. Names of layers, classes, files and folders come from others, and a control character in one of
 * them can rename the window, hide a line or move the cursor: each is shown as JSON writes it, {@code \\u001b}.
 */
public final class PlainText {
    private PlainText() {}

    /** The text with every control character but line ends and tabs written out. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return written(text, i);
            }
        }
        return text;
    }

    private static String written(String text, int from) {
        StringBuilder plain = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                plain.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** C0 but for line ends and tabs, DEL and C1, and the marks that turn the direction of what follows. */
    private static boolean isControl(char c) {
        return c < 0x20 && c != '\n' && c != '\t' && c != '\r'
                || c >= 0x7f && c < 0xa0
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
    }
}
