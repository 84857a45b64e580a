package io.github.keras4j.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** What a file is that is no model, by its first bytes, and what to do with it. */
final class FileKind {
    private static final String SAVE = "Save the model with model.save('model.h5')";

    private final byte[] start;
    private final long bytes;
    private final String name;

    /**
     * @param start the file's first bytes
     * @param bytes its size
     * @param name its name, in which alone a protobuf shows
     */
    FileKind(byte[] start, long bytes, String name) {
        this.start = start;
        this.bytes = bytes;
        this.name = name.toLowerCase(Locale.ROOT);
    }

    /** {@code what it is. What to do}, without a full stop. */
    String says() {
        if (bytes == 0) {
            return "an empty file. " + SAVE;
        }
        if (text("version https://git-lfs")) {
            return "a pointer of Git LFS in the file's place. Fetch the file itself with 'git lfs pull'";
        }
        if (text("<!doctype") || text("<html")) {
            return "an HTML page, as a failed download leaves it. Download the file again";
        }
        if (text("{") || text("[") || text("\"")) {
            return "JSON, an architecture without weights. Give the file of weights, and this one with --config";
        }
        if (isYaml()) {
            return "YAML, as to_yaml() wrote it. Load it in Keras and save the whole model";
        }
        if (starts(0x80) && start.length > 1 && start[1] >= 2 && start[1] <= 5) {
            return "a pickle, which can run any Python code and is not read. Load it in Python and save the"
                    + " model there with model.save('model.h5')";
        }
        if (starts(0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return "a numpy array. Give the model's file";
        }
        if (starts(0x1f, 0x8b)) {
            return "a gzip file. Unpack it first";
        }
        if (name.endsWith(".pb")) {
            return "TensorFlow's protobuf, part of a SavedModel. Load that in Keras and save the model there"
                    + " with model.save('model.h5')";
        }
        return other() + ". " + SAVE;
    }

    /** Whether it looks like an architecture of {@code to_yaml}, whose keys are sorted. */
    boolean isYaml() {
        return text("backend:") || text("class_name:");
    }

    private String other() {
        byte[] head = Arrays.copyOf(start, Math.min(start.length, 24));
        for (byte b : head) {
            if (b < 32 && b != '\n' && b != '\r' && b != '\t') {
                return "a file of " + bytes + " bytes with another signature";
            }
        }
        String line = new String(head, StandardCharsets.US_ASCII)
                .replaceAll("\\s+", " ")
                .strip();
        return "a text file beginning '" + line + "'";
    }

    private boolean text(String beginning) {
        String head = new String(start, 0, Math.min(start.length, 256), StandardCharsets.US_ASCII);
        return head.stripLeading().toLowerCase(Locale.ROOT).startsWith(beginning);
    }

    private boolean starts(int... signature) {
        for (int i = 0; i < signature.length; i++) {
            if (start.length <= i || (start[i] & 0xff) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
