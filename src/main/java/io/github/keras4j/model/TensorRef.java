package io.github.keras4j.model;

/**
 * One output of one node.
 *
 * @param node index into {@link Network#nodes()}
 * @param output which of its outputs, from 0
 */
public record TensorRef(int node, int output) {}
