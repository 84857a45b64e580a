package io.github.keras4j.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes files where it hurts: one to three changes each, of a kind that the format knows. Same seed, same mutants. */
final class Mutants {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(10_000)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        7,
        127,
        128,
        255,
        256,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final Random random;

    Mutants(long seed) {
        random = new Random(seed);
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    /** Bytes of any format: numbers of 1 to 8 bytes replaced, parts cut, doubled or filled. */
    byte[] bytes(byte[] original) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 8; i++) {
            // most of what steers a reader lies in front
            int at = random.nextInt(chance(2) ? Math.min(bytes.length, 2048) : bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2, 3 -> number(bytes, at);
                case 4 -> {
                    byte fill = (byte) (chance(2) ? 0 : 0xFF);
                    java.util.Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), fill);
                }
                default -> bytes = chance(2) ? java.util.Arrays.copyOf(bytes, at + 1) : doubled(bytes, at);
            }
        }
        return bytes;
    }

    private void number(byte[] bytes, int at) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(chance(4) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long value = NUMBERS[random.nextInt(NUMBERS.length)];
        switch (random.nextInt(3)) {
            case 0 -> {
                if (at + 2 <= bytes.length) {
                    buffer.putShort(at, (short) value);
                }
            }
            case 1 -> {
                if (at + 4 <= bytes.length) {
                    buffer.putInt(at, (int) value);
                }
            }
            default -> {
                if (at + 8 <= bytes.length) {
                    buffer.putLong(at, value);
                }
            }
        }
    }

    private byte[] doubled(byte[] bytes, int at) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(64));
        byte[] longer = new byte[bytes.length + length];
        System.arraycopy(bytes, 0, longer, 0, at + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
    }

    /** A JSON text: a value somewhere replaced, left out, doubled, nested or swapped with another. */
    byte[] json(byte[] original) {
        JsonNode root = JSON.readTree(original);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            root = changed(root);
        }
        byte[] text = JSON.writeValueAsBytes(root);
        return chance(20) ? bytes(text) : text;
    }

    private JsonNode changed(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        if (containers.isEmpty()) {
            return value(root);
        }
        JsonNode parent = containers.get(random.nextInt(containers.size()));
        if (parent instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>(object.propertyNames());
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(5)) {
                case 0 -> object.remove(key);
                case 1 -> object.set(word(), object.get(key));
                case 2 ->
                    object.set(
                            keys.get(random.nextInt(keys.size())),
                            object.get(key).deepCopy());
                default -> object.set(key, value(object.get(key)));
            }
        } else if (parent instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, array.get(at).deepCopy());
                default -> array.set(at, value(array.get(at)));
            }
        }
        return root;
    }

    /**
     * All containers that hold something, a parent before its children. Without recursion: a mutant's text may be nested
     * 3,000 deep, for which an interpreted recursion needs more than a thread's megabyte.
     */
    private static void collect(JsonNode root, List<JsonNode> containers) {
        Deque<JsonNode> waiting = new ArrayDeque<>();
        waiting.push(root);
        while (!waiting.isEmpty()) {
            JsonNode node = waiting.pop();
            if (!node.isContainer() || node.isEmpty()) {
                continue;
            }
            containers.add(node);
            List<JsonNode> children = new ArrayList<>(node.values());
            Collections.reverse(children);
            children.forEach(waiting::push);
        }
    }

    private JsonNode value(JsonNode old) {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(chance(2));
            case 2, 3 -> NODES.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4 -> NODES.numberNode(new double[] {0.5, -1e300, 1e-320, 1e300}[random.nextInt(4)]);
            case 5 -> NODES.stringNode(word());
            case 6 -> NODES.arrayNode();
            case 7 -> NODES.objectNode();
            case 8 -> NODES.arrayNode().add(old.deepCopy());
            case 9 -> NODES.objectNode().set("config", old.deepCopy());
            case 10 ->
                old.isNumber()
                        ? NODES.numberNode(old.asDouble() * -1)
                        : NODES.stringNode(old.getNodeType().name());
            default -> deep(2 + random.nextInt(chance(50) ? 3000 : 20));
        };
    }

    private static JsonNode deep(int levels) {
        ArrayNode outer = NODES.arrayNode();
        ArrayNode inner = outer;
        for (int i = 0; i < levels; i++) {
            ArrayNode next = NODES.arrayNode();
            inner.add(next);
            inner = next;
        }
        return outer;
    }

    private String word() {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "LSTM";
            case 2 -> "name";
            case 3 -> "../../x";
            case 4 -> "\u001b[31m\u0085\u202e";
            case 5 -> "x".repeat(5000);
            case 6 -> "float16";
            default -> "inbound_nodes";
        };
    }

    /** A zip: a member changed, left out, doubled, renamed, or the zip's own bytes. */
    byte[] zip(byte[] original) throws IOException {
        if (chance(5)) {
            return bytes(original);
        }
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(original))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                members.put(entry.getName(), in.readAllBytes());
            }
        }
        List<String> names = new ArrayList<>(members.keySet());
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(10)) {
            case 0 -> members.remove(name);
            case 1 -> members.put(word() + "x", members.get(name));
            default ->
                members.computeIfPresent(
                        name, (key, content) -> key.endsWith(".json") && !chance(10) ? json(content) : bytes(content));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                out.putNextEntry(new ZipEntry(member.getKey()));
                out.write(member.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
