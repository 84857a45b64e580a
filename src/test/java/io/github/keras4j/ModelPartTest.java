package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A part of a model gives what the whole gives at that place. */
class ModelPartTest {
    private int same;

    @Test
    void every_part_of_stored_models_gives_what_the_whole_gives_there() throws IOException {
        for (String folder : List.of(
                "fixtures/alphabet/tf-keras-2.15",
                "fixtures/layers/keras-3",
                "fixtures/layers/tf-keras-2.15",
                "fixtures/layers/keras-1.2.2")) {
            try (Stream<Path> all = Files.list(Path.of(folder))) {
                for (Path fixture : all.sorted().toList()) {
                    check(fixture);
                }
            }
        }
        assertThat(same).as("places compared").isGreaterThan(1000);
    }

    private void check(Path fixture) {
        KerasModel model;
        try {
            model = ModelSource.of(fixture).read();
        } catch (Keras4jException e) {
            return;
        }
        Network network = model.network();
        if (network.layers().size() < 3 || network.isStateful() || network.isAsLongAsItsTexts()) {
            return;
        }
        KerasPort whole;
        try {
            whole = Keras4j.open(model, LoadOptions.DEFAULT);
        } catch (UnsupportedLayerException e) {
            return;
        }
        InputSampler sampler = InputSampler.of(model).get(0);
        List<Tensor> inputs = sampler.inputs(0);
        Trace trace;
        try (Session session = whole.openSession()) {
            trace = session.trace(inputs);
        } catch (InputException e) {
            return; // an open axis that fits at another size only
        }
        Map<String, Tensor> known = new LinkedHashMap<>();
        trace.layers().forEach((name, outputs) -> {
            known.put(name, outputs.get(0));
        });
        for (int i = 0; i < inputs.size(); i++) {
            known.put(network.inputNames().get(i), inputs.get(i));
        }
        if (network.layers().size() < network.nodes().size()
                || trace.layers().values().stream().anyMatch(outputs -> outputs.size() > 1)) {
            return; // a trace holds a shared layer's first call only, and no names for further outputs
        }
        String first = network.inputNames().get(0);
        String last = network.outputNames().get(0);
        for (Layer layer : network.layers()) {
            if (!(layer instanceof Core.InputLayer)) {
                compare(fixture, whole, known, trace, first, layer.name());
                compare(fixture, whole, known, trace, layer.name(), last);
            }
        }
        whole.close();
    }

    private void compare(
            Path fixture, KerasPort whole, Map<String, Tensor> known, Trace trace, String first, String last) {
        KerasPort part;
        try {
            part = whole.part(first, last);
        } catch (UnsupportedLayerException | InputException e) {
            return; // a mask, a layer called twice, no path
        }
        List<Tensor> fed = new ArrayList<>();
        for (String name : part.model().network().inputNames()) {
            if (!known.containsKey(name)) {
                return;
            }
            fed.add(known.get(name));
        }
        try (Session session = part.openSession()) {
            assertThat(session.trace(fed).layers().get(last))
                    .as(fixture + " from " + first + " to " + last)
                    .isEqualTo(trace.layers().get(last));
            same++;
        }
        part.close();
    }

    @Test
    void what_is_no_part_is_refused() {
        Path masked = Path.of("src/test/resources/planted/tf-keras-2.15/masked-by-another-layer");
        try (KerasPort model = Keras4j.load(masked)) {
            List<String> names =
                    model.model().network().layers().stream().map(Layer::name).toList();
            String last = names.get(names.size() - 1);
            assertThatThrownBy(() -> model.part("nobody", last))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has no layer 'nobody'. Its layers are");
            assertThatThrownBy(() -> model.part(last, "lstm_1"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("No path leads");
            assertThatThrownBy(() -> model.part("lstm_2", last))
                    .isInstanceOf(UnsupportedLayerException.class)
                    .hasMessageContaining("mask");
            model.part("dense", "dense").close(); // the last step's states have no mask
            model.part("masking", "lstm_1").close();
        }
    }
}
