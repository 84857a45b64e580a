package io.github.keras4j.training;

import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The same float32 run by the same Keras with another BLAS kernel, which adds products in another order. It is a
 * fixture {@code NAME-KERNEL} beside the run's {@code NAME}. The distance of the two counts as Keras's own, like that
 * of its float32 and float64 runs.
 */
final class Repeats {
    private Repeats() {}

    /** Those of {@code NAME} for {@code NAME-KERNEL}, and the other way round; none for float64. */
    static List<RecordedRun> of(RecordedRun recorded) {
        TrainingRun run = recorded.run;
        Path folder = run.file().toAbsolutePath().normalize().getParent();
        if (run.dtype() != DType.FLOAT32 || folder == null || folder.getParent() == null) {
            return List.of();
        }
        try (Stream<Path> siblings = Files.list(folder.getParent())) {
            return siblings.filter(sibling -> areOneRun(folder, sibling))
                    .map(sibling -> sibling.resolve(run.file().getFileName()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> RecordedRun.of(file, run.config()))
                    .filter(other -> isRepeat(run, other.run))
                    .toList();
        } catch (IOException e) {
            throw new FixtureException("The run's folder can't be read. Received: " + folder + " (" + e + ")", e);
        }
    }

    private static boolean areOneRun(Path folder, Path sibling) {
        String one = folder.getFileName() + "-";
        String other = sibling.getFileName() + "-";
        return !one.equals(other) && (one.startsWith(other) || other.startsWith(one));
    }

    /** Whether the other run has the same initial model, samples and order. */
    private static boolean isRepeat(TrainingRun run, TrainingRun other) {
        return isSameFile(run.initial(), other.initial())
                && other.dtype() == run.dtype()
                && other.batchSize() == run.batchSize()
                && Arrays.equals(other.order().toLongs(), run.order().toLongs())
                && other.x().equals(run.x())
                && other.y().equals(run.y());
    }

    private static boolean isSameFile(Path one, Path other) {
        try {
            return Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            throw new FixtureException("A run's initial model can't be read. Received: " + other + " (" + e + ")", e);
        }
    }
}
