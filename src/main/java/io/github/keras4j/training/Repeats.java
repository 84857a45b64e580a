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
 * The same run by the same Keras in float32, on a processor for which its BLAS adds up products in another order: a
 * fixture beside the run's, called {@code NAME-KERNEL} where the run's is called {@code NAME}. How far the two are apart
 * is as much Keras's own distance as that of its float32 and its float64.
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

    /** Whether it began with the same model and went through the same samples in the same order. */
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
