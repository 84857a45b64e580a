package io.github.keras4j.terminal;

/**
 * Names for the two sides of a comparison other than java and python.
 *
 * @param one stands where messages say java
 * @param other stands where they say python
 */
public record Sides(String one, String other) {
    /**
     * {@return the message with these names}
     *
     * @param message that says java and python
     */
    public String in(String message) {
        int width = Math.max(one.length(), other.length());
        return message.replace("|java - python|", "|" + one + " - " + other + "|")
                .replace("|python|", "|" + other + "|")
                .replace("    java    ", "    " + padded(one, width) + "  ")
                .replace("     python  ", "     " + padded(other, width) + "  ");
    }

    private static String padded(String name, int width) {
        return name + " ".repeat(width - name.length());
    }
}
