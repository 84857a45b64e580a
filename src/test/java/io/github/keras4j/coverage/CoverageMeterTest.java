package io.github.keras4j.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.Coverage;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.verify.CallComparison;
import io.github.keras4j.verify.VerifyOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageMeterTest {
    private static final Path DEAD = Path.of("src/test/resources/coverage/dead-unit");

    @TempDir
    Path folder;

    private final Fixture fixture = FixtureReader.read(DEAD);
    private final KerasModel model = ModelSource.of(fixture).read();
    private final Coverage coverage = new CoverageMeter(model, fixture, VerifyOptions.DEFAULT).measure();

    @Test
    void a_dead_unit_is_named_and_its_weights_are_missed() {
        assertThat(coverage.dead()).anySatisfy(dead -> {
            assertThat(dead.layer()).isEqualTo("hidden");
            assertThat(dead.units()).contains(5);
            assertThat(dead.message()).contains("of 16 units of 'hidden'").contains("dead for these inputs: 5");
        });
        assertThat(coverage.arrays()).isEqualTo(6);
        assertThat(coverage.unitsNoticed()).isLessThan(coverage.units());
        assertThat(coverage.weights())
                .filteredOn(weight -> weight.array().equals("hidden/kernel") && weight.index() % 16 == 5)
                .isNotEmpty()
                .noneMatch(Coverage.Weight::noticed);
    }

    @Test
    void twenty_of_twenty_changed_weights_that_are_called_noticed_are_noticed_in_the_file() throws IOException {
        byte[] file = Files.readAllBytes(fixture.model());
        List<Coverage.Weight> noticed =
                coverage.weights().stream().filter(Coverage.Weight::noticed).toList();
        int changed = 0;
        for (int i = 0; i < 20; i++) {
            Coverage.Weight weight = noticed.get(i * (noticed.size() / 20));
            float before = model.weights().flatten().get(weight.array()).getFloat(weight.index());
            float after = (float) (before + (i % 2 == 0 ? weight.change() : -weight.change()));
            Path altered = Files.write(folder.resolve(i + ".h5"), replaced(file, before, after, weight));
            KerasModel read = ModelSource.of(altered).read();
            Tensor array = read.weights().flatten().get(weight.array());
            assertThat(array.getFloat(weight.index())).isEqualTo(after);
            try (Plan plan = EngineChoice.pureJava().compile(read).orThrow()) {
                assertThat(new CallComparison(read, fixture, VerifyOptions.DEFAULT).run(plan))
                        .as(weight.toString())
                        .isInstanceOf(Verification.Failed.class);
            }
            changed++;
        }
        assertThat(changed).isEqualTo(20);
    }

    /** The array lies in one piece in the file. */
    private byte[] replaced(byte[] file, float before, float after, Coverage.Weight weight) {
        Tensor array = model.weights().flatten().get(weight.array());
        ByteBuffer whole = ByteBuffer.allocate(4 * array.size()).order(ByteOrder.LITTLE_ENDIAN);
        whole.asFloatBuffer().put(array.toFloats());
        byte[] changed = file.clone();
        for (int at = 0; at + whole.capacity() <= file.length; at++) {
            if (ByteBuffer.wrap(file, at, whole.capacity()).equals(whole)) {
                ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(at + 4 * weight.index(), after);
                return changed;
            }
        }
        throw new IllegalStateException("not in the file: " + weight + " " + before);
    }

    @Test
    void suggested_inputs_wake_it() {
        InputSuggester suggester = new InputSuggester(model);
        List<Tensor> given = new CallComparison(model, fixture, VerifyOptions.DEFAULT)
                .inputs(0, fixture.calls().get(0));
        List<Tensor> suggested = suggester.suggest(given, 16);
        Coverage then = suggester.coverage(fixture, suggested);

        assertThat(suggested.get(0).rows(0, 4)).isEqualTo(given.get(0));
        assertThat(then.dead()).isEmpty();
        assertThat(then.unitsNoticed()).isEqualTo(then.units());
    }

    @Test
    void the_same_fixture_gives_the_same_numbers() {
        Coverage again = new CoverageMeter(model, fixture, VerifyOptions.DEFAULT).measure();
        assertThat(again.lines()).isEqualTo(coverage.lines());
        assertThat(again.weights()).isEqualTo(coverage.weights());
    }
}
