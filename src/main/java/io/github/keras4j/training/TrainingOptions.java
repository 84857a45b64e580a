package io.github.keras4j.training;

import io.github.keras4j.engine.Trainer;
import io.github.keras4j.tensor.DType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to retrain.
 *
 * @param trainer what trains
 * @param dtype what to compute in; empty: as recorded
 * @param seed draw initial weights and the samples' order from numpy's generator with this seed, as Keras 1 on Theano
 *     does, in place of the recorded ones
 * @param save where to write the trained model
 */
public record TrainingOptions(Trainer trainer, Optional<DType> dtype, Optional<Long> seed, Optional<Path> save) {}
