package io.github.keras4j.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * That an answer depends neither on its place in a batch nor on that batch's size, to the last bit: one line, a Spark
 * partition, a document and a file of lines then agree though they cut their batches otherwise.
 */
class PlacesTest {
    private static final int[] SIZES = {1, 2, 3, 5, 16, 23, 96, 256};

    @Test
    void every_place_of_every_batch_gives_the_same_bits() throws IOException {
        List<Path> folders;
        try (Stream<Path> files = Files.walk(Path.of("fixtures/layers/tf-keras-2.15"))) {
            folders = files.filter(file -> file.endsWith(Fixture.FILE))
                    .map(Path::getParent)
                    .toList();
        }
        int models = 0;
        List<String> wrong = new ArrayList<>();
        for (Path folder : folders) {
            Fixture fixture = FixtureReader.read(folder);
            try (KerasPort port =
                    Keras4j.load(ModelSource.of(fixture), LoadOptions.DEFAULT.withEngine(EngineChoice.PUREJAVA))) {
                Rows rows = new Rows(port, 256, false);
                if (fixture.calls().isEmpty() || rows.batchSize() != 256) {
                    continue; // built for a fixed batch
                }
                models++;
                if (!isSame(port, fixture.calls().get(0))) {
                    wrong.add(folder.toString());
                }
            } catch (Keras4jException e) {
                continue; // the fixture expects it
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(models).isGreaterThan(300);
    }

    private static boolean isSame(KerasPort port, Fixture.Call call) {
        List<Tensor> first = List.of();
        for (int size : SIZES) {
            List<Tensor> copies = new ArrayList<>();
            for (Fixture.Named input : call.inputs()) {
                copies.add(copies(input.value(), size));
            }
            List<Tensor> outputs;
            try (Session session = port.openSession()) {
                outputs = session.predict(copies);
            } catch (Keras4jException e) {
                return true; // a batch is part of what this model computes
            }
            first = first.isEmpty()
                    ? outputs.stream().map(o -> o.unstack().get(0)).toList()
                    : first;
            for (int i = 0; i < outputs.size(); i++) {
                for (Tensor row : outputs.get(i).unstack()) {
                    if (outputs.get(i).shape().size(0) == size && !row.equals(first.get(i))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static Tensor copies(Tensor batch, int count) {
        Tensor one = batch.unstack().get(0);
        if (one.dtype() == DType.STRING) {
            Tensor row = one.reshape(one.shape().prepend(1));
            return Tensor.concatenate(Collections.nCopies(count, row));
        }
        double[] values = new double[count * one.size()];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one.toDoubles(), 0, values, i * one.size(), one.size());
        }
        Shape shape = one.shape().prepend(count);
        return Tensor.wrap(shape, values).cast(batch.dtype());
    }
}
