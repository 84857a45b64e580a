package io.github.keras4j.image;

/** What a pixel becomes: {@code color_mode} of Keras's {@code load_img}. */
public enum Color {
    /** One channel, by the weights of ITU-R 601-2. */
    GRAYSCALE(1),
    /** Red, green, blue; Keras's default. */
    RGB(3),
    /** Red, green, blue, alpha. */
    RGBA(4);

    private final int channels;

    Color(int channels) {
        this.channels = channels;
    }

    /** {@return the size of the last axis} */
    public int channels() {
        return channels;
    }
}
