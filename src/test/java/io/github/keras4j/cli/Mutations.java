package io.github.keras4j.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts with some bytes changed, left out, doubled or put in. */
final class Mutations {
    private static final byte[] PIECES = "[]{}\",:\\0123456789.eE+-truefalsnNaIinity \t\r\n\u0000\u00e9\ud83d\ude00"
            .getBytes(StandardCharsets.UTF_8);

    private Mutations() {}

    static byte[] of(String seed, Random random) {
        return of(seed.getBytes(StandardCharsets.UTF_8), random);
    }

    static byte[] of(byte[] seed, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte one : seed) {
            bytes.add(one);
        }
        for (int change = random.nextInt(5); change >= 0; change--) {
            int at = random.nextInt(bytes.size());
            byte piece = random.nextInt(8) == 0 ? (byte) random.nextInt(256) : PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, piece);
                case 1 -> bytes.add(at, piece);
                case 2 -> bytes.addAll(at, List.copyOf(bytes.subList(at, Math.min(bytes.size(), at + 6))));
                default -> bytes.remove(bytes.size() > 1 ? at : 0);
            }
            if (bytes.isEmpty()) {
                bytes.add((byte) '[');
            }
        }
        byte[] mutated = new byte[bytes.size()];
        for (int i = 0; i < mutated.length; i++) {
            mutated[i] = bytes.get(i);
        }
        return mutated;
    }
}
