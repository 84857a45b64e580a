package io.github.keras4j.engine.dl4j.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the slices of an embedding's gradient come to.
 *
 * @param sums of their squares or absolutes, by index
 * @param squares the sum of all squares
 */
record SliceSums(INDArray sums, double squares) {}
