package io.github.keras4j.model;

import org.jspecify.annotations.Nullable;

/**
 * One output of one node.
 *
 * @param node index into {@link Network#nodes()}
 * @param output which of its outputs, from 0
 */
public record TensorRef(int node, int output) {
    // written out, since a record's own are made at run time, some ten milliseconds before the first answer
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TensorRef other && node == other.node && output == other.output;
    }

    @Override
    public int hashCode() {
        return 31 * node + output;
    }
}
