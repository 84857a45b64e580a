package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;

/** A value's elements as words: its strings, or its numbers cut to integers and written in decimal digits. */
final class Words {
    private Words() {}

    /** The i-th element; TensorFlow's {@code as_string} of {@code cast(x, int64)} where it is a number. */
    static String at(Value x, int i) {
        Texts texts = x.texts();
        return texts == null ? Long.toString((long) x.data()[i]) : texts.get(x.data()[i]);
    }

    /** @throws BindException for a masked value: what Keras makes of the mask differs by version */
    static Value unmasked(Value x) {
        if (x.mask() != null) {
            throw new BindException("takes no masked input");
        }
        return x;
    }
}
