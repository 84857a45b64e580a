package io.github.keras4j.export;

/** What must be set before the first native library loads. */
public final class Natives {
    static {
        // JavaCPP otherwise prints to the console on its own; through slf4j whoever configures logging decides
        if (System.getProperty("org.bytedeco.javacpp.logger") == null) {
            System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
        }
    }

    private Natives() {}

    /** Does its work once, when this class is loaded. */
    public static void prepare() {}
}
