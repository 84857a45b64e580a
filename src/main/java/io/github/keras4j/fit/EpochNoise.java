package io.github.keras4j.fit;

import io.github.keras4j.engine.Noise;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.SplittableRandom;

/** Every epoch has random numbers of its own, so that a training that begins with a later one draws the same there. */
final class EpochNoise implements Noise {
    private final SplittableRandom seeds;
    private Noise current;

    EpochNoise(long seed) {
        seeds = new SplittableRandom(seed);
        current = Noise.seeded(seeds.nextLong());
    }

    /** Begins an epoch, or leaves one out. */
    void next() {
        current = Noise.seeded(seeds.nextLong());
    }

    @Override
    public Tensor draw(String draw, Kind kind, double rate, Shape shape) {
        return current.draw(draw, kind, rate, shape);
    }
}
