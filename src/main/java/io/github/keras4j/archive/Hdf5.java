package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.StringData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Attributes and datasets as h5py writes them, through jHDF. */
final class Hdf5 {
    private Hdf5() {}

    /** The strings of an attribute: one for a scalar; empty when there is none of that name. */
    static Optional<List<String>> strings(Node node, String name) {
        Attribute attribute = node.getAttributes().get(name);
        if (attribute == null) {
            return Optional.empty();
        }
        if (attribute.isEmpty()
                || (!attribute.isScalar()
                        && Arrays.stream(attribute.getDimensions()).anyMatch(n -> n == 0))) {
            return Optional.of(List.of()); // Python's [] arrives as zero float64s
        }
        // h5py 2 marks text as ASCII whatever is in it: bytes of fixed length are UTF-8 all the same
        if (attribute.getDataType() instanceof StringData type) {
            return Optional.of(fixed(attribute.getBuffer(), type.getSize()));
        }
        List<String> found = new ArrayList<>();
        collect(attribute.getData(), found);
        return Optional.of(found);
    }

    /**
     * As {@link #strings}, but put together again where Keras split a long list into {@code name0}, {@code name1},
     * ... (an HDF5 header holds 64 kB; Keras 2.2.3's {@code save_attributes_to_hdf5_group}).
     */
    static Optional<List<String>> chunkedStrings(Node node, String name) {
        Optional<List<String>> whole = strings(node, name);
        if (whole.isPresent() || !node.getAttributes().containsKey(name + "0")) {
            return whole;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; node.getAttributes().containsKey(name + i); i++) {
            all.addAll(strings(node, name + i).orElse(List.of()));
        }
        return Optional.of(all);
    }

    /** The first string of an attribute. */
    static Optional<String> string(Node node, String name) {
        return chunkedStrings(node, name).filter(found -> !found.isEmpty()).map(found -> found.get(0));
    }

    /** The node at a path below, which may hold slashes. */
    static Optional<Node> find(Group group, String path) {
        Node node = group;
        for (String part : path.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            if (!(node instanceof Group inner)) {
                return Optional.empty();
            }
            Node child = inner.getChildren().get(part);
            if (child == null) {
                return Optional.empty();
            }
            node = child;
        }
        return Optional.of(node);
    }

    private static List<String> fixed(ByteBuffer buffer, int size) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        List<String> found = new ArrayList<>();
        for (int at = 0; size > 0 && at + size <= bytes.length; at += size) {
            int end = at + size;
            while (end > at && bytes[end - 1] == 0) {
                end--;
            }
            found.add(new String(bytes, at, end - at, StandardCharsets.UTF_8));
        }
        return found;
    }

    private static void collect(Object data, List<String> found) {
        if (data instanceof byte[] bytes) {
            found.add(new String(bytes, StandardCharsets.UTF_8).replaceAll("\0+$", ""));
        } else if (data instanceof Object[] many) {
            for (Object one : many) {
                collect(one, found);
            }
        } else if (data instanceof String text) {
            found.add(text);
        } else {
            throw new MalformedArchiveException("An attribute of text holds "
                    + (data == null ? "nothing" : data.getClass().getSimpleName()) + ". Save the model again.");
        }
    }
}
