package io.github.keras4j.tensor;

/** Element type of a {@link Tensor}, named as numpy and Keras name it. */
public enum DType {
    /** IEEE 754 single precision. */
    FLOAT32("float32", 4),
    /** IEEE 754 double precision. */
    FLOAT64("float64", 8),
    /** 32-bit integers with a sign. */
    INT32("int32", 4),
    /** 64-bit integers with a sign. */
    INT64("int64", 8),
    /** True or false. */
    BOOL("bool", 1),
    /** Text, for models that look words up themselves. It takes no part in arithmetic. */
    STRING("string", 0);

    private final String kerasName;
    private final int bytes;

    DType(String kerasName, int bytes) {
        this.kerasName = kerasName;
        this.bytes = bytes;
    }

    /** The name in Keras's configurations and in {@code numpy.dtype}: {@code float32}, ... */
    public String kerasName() {
        return kerasName;
    }

    /** Bytes per element; 0 of strings, whose lengths differ. */
    public int bytes() {
        return bytes;
    }

    /** {@return whether it is int32 or int64} */
    public boolean isInteger() {
        return this == INT32 || this == INT64;
    }

    /** {@return whether it is float32 or float64} */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /**
     * The type of that Keras name; float16 and bfloat16 are read as float32, narrow integers as int32.
     *
     * @throws IllegalArgumentException for a name that is none of these
     */
    public static DType of(String kerasName) {
        return switch (kerasName) {
            case "float32", "float16", "bfloat16" -> FLOAT32;
            case "float64" -> FLOAT64;
            case "int32", "int16", "int8", "uint16", "uint8" -> INT32;
            case "int64", "uint32", "uint64" -> INT64;
            case "bool" -> BOOL;
            case "string" -> STRING;
            default ->
                throw new IllegalArgumentException("Unknown dtype. Received: dtype=" + kerasName
                        + "; known are float32, float64, int32, int64, bool and string");
        };
    }

    @Override
    public String toString() {
        return kerasName;
    }
}
