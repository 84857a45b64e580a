package io.github.keras4j.engine.purejava.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A string's bucket: the remainder of the hash of its UTF-8 bytes.
 *
 * @param salt two numbers that key SipHash; empty: FarmHash
 */
record Buckets(int count, List<Long> salt) {
    int of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long hash = salt.isEmpty() ? FarmHash.fingerprint(bytes) : SipHash.hash(bytes, salt.get(0), salt.get(1));
        return (int) Long.remainderUnsigned(hash, count);
    }
}
