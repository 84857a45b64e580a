package io.github.keras4j.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.operations.TensorFlowFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * No argument of an operation is dropped: in the recorded models of {@code fixtures/operations}, something unknown in the
 * place of each refuses the operation.
 */
class OperationArgumentsTest {
    private static final Path FIXTURES = Path.of("fixtures/operations");

    private record Model(Written by, JsonNode config) {}

    private static List<Model> models() throws IOException {
        List<Model> models = new ArrayList<>();
        for (Written by : List.of(Written.KERAS_3, Written.TF_KERAS)) {
            try (Stream<Path> folders =
                    Files.list(FIXTURES.resolve(by == Written.KERAS_3 ? "keras-3" : "tf-keras-2.15"))) {
                for (Path folder : folders.sorted().toList()) {
                    Path keras = folder.resolve("model.keras");
                    Path file = Files.exists(keras) ? keras : folder.resolve("model.h5");
                    models.add(new Model(by, KerasArchives.open(file).config()));
                }
            }
        }
        assertThat(models).hasSizeGreaterThan(20);
        return models;
    }

    /** How many operations were changed; each of them must be refused. */
    private static int changed(BiConsumer<ObjectNode, Set<String>> change) throws IOException {
        int count = 0;
        for (Model model : models()) {
            JsonNode config = model.config().deepCopy();
            Set<String> changed = new HashSet<>();
            config.path("config").path("layers").forEach(layer -> {
                if (!layer.path("class_name").asString().equals("InputLayer")) {
                    change.accept((ObjectNode) layer, changed);
                }
            });
            Network network = model.by().network(config);
            for (Node node : network.nodes()) {
                Layer layer = node.layer();
                assertThat(changed.contains(layer.name()) && !(layer instanceof Unknown))
                        .as("%s is read, though it was changed: %s", layer.name(), layer)
                        .isFalse();
            }
            count += changed.size();
        }
        return count;
    }

    private static String name(ObjectNode layer) {
        return layer.path("name").asString(layer.path("config").path("name").asString(""));
    }

    @Test
    void as_recorded_all_are_read() throws IOException {
        int operations = 0;
        for (Model model : models()) {
            for (Node node : model.by().network(model.config()).nodes()) {
                assertThat(node.layer()).isNotInstanceOf(Unknown.class);
                operations += node.layer() instanceof TensorOperation ? 1 : 0;
            }
        }
        assertThat(operations).isGreaterThan(1000);
    }

    @Test
    void a_key_more_in_the_configuration_is_refused() throws IOException {
        int count = changed((layer, changed) -> {
            ((ObjectNode) layer.get("config")).put("surprise", 1);
            changed.add(name(layer));
        });
        assertThat(count).isGreaterThan(1000);
    }

    @Test
    void an_argument_more_in_the_call_is_refused() throws IOException {
        int count = changed((layer, changed) -> {
            keywords(layer).forEach(keywords -> {
                keywords.put("surprise", 1);
                changed.add(name(layer));
            });
        });
        assertThat(count).isGreaterThan(1000);
    }

    @Test
    void an_argument_more_by_position_is_refused() throws IOException {
        int count = changed((layer, changed) -> {
            if (layer.path("inbound_nodes").path(0).path("args").isArray()
                    && !List.of("Einsum", "Meshgrid")
                            .contains(layer.path("class_name").asString())) {
                ArrayNode arguments =
                        (ArrayNode) layer.path("inbound_nodes").path(0).path("args");
                for (int i = 0; i < 9; i++) {
                    arguments.add(7);
                }
                changed.add(name(layer));
            }
        });
        assertThat(count).isGreaterThan(600);
    }

    @Test
    void a_switch_is_refused_for_its_functions_however_many_arguments_they_take() throws IOException {
        Set<String> switches = new HashSet<>();
        Model model = models().get(0);
        JsonNode config = model.config().deepCopy();
        config.path("config").path("layers").forEach(layer -> {
            JsonNode arguments = layer.path("inbound_nodes").path(0).path("args");
            if (layer.path("module").asString().startsWith("keras.src.ops.") && arguments.isArray()) {
                ((ObjectNode) layer).put("class_name", "Switch");
                for (int i = 0; i < 3; i++) {
                    ((ArrayNode) arguments).add(arguments.get(0).deepCopy());
                }
                switches.add(name((ObjectNode) layer));
            }
        });
        assertThat(switches).isNotEmpty();
        assertThat(model.by().network(config).nodes().stream().map(Node::layer))
                .filteredOn(layer -> switches.contains(layer.name()))
                .allSatisfy(layer -> assertThat(layer)
                        .isInstanceOfSatisfying(
                                Unknown.class,
                                unknown -> assertThat(unknown.reason()).contains("it holds Python code")));
    }

    @Test
    void another_kind_of_value_in_the_place_of_each_is_refused() throws IOException {
        int count = 0;
        for (int place = 0; place < 8; place++) {
            int at = place;
            count += changed((layer, changed) -> replace(layer, at, changed));
        }
        assertThat(count).isGreaterThan(1000);
    }

    private static void replace(ObjectNode layer, int place, Set<String> changed) {
        List<ObjectNode> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean tensorFlow = layer.path("class_name").asString().endsWith("OpLambda");
        ObjectNode config = (ObjectNode) layer.get("config");
        if (!tensorFlow) {
            config.propertyNames().stream()
                    .filter(name -> !List.of("name", "trainable", "dtype").contains(name))
                    .forEach(name -> {
                        places.add(config);
                        names.add(name);
                    });
        }
        String function = config.path("function").asString("");
        List<ObjectNode> calls = keywords(layer);
        List<String> said =
                calls.isEmpty() ? List.of() : List.copyOf(calls.get(0).propertyNames());
        for (String name : said) {
            boolean any = TensorFlowFunction.named(function)
                    .map(known -> known.parameters().getOrDefault(name, "").equals("*"))
                    .orElse(false);
            if (!(tensorFlow && name.equals("name")) && !any) {
                calls.forEach(call -> {
                    places.add(call);
                    names.add(name);
                });
            }
        }
        int copies = tensorFlow ? Math.max(1, calls.size()) : 1;
        for (int i = place * copies; i < Math.min(names.size(), (place + 1) * copies); i++) {
            places.get(i).putObject(names.get(i)).put("surprise", 1);
            changed.add(name(layer));
        }
    }

    /** Where the call's arguments by name stand: Keras 3's kwargs, tf.keras's fourth place of each tensor, all alike. */
    private static List<ObjectNode> keywords(ObjectNode layer) {
        JsonNode call = layer.path("inbound_nodes").path(0);
        if (call.has("kwargs")) {
            return List.of((ObjectNode) call.get("kwargs"));
        }
        List<ObjectNode> found = new ArrayList<>();
        collect(call, found);
        return found;
    }

    private static void collect(JsonNode node, List<ObjectNode> found) {
        if (node.isArray()
                && node.size() == 4
                && node.get(0).isString()
                && node.get(3).isObject()) {
            found.add((ObjectNode) node.get(3));
        } else if (node.isArray()) {
            node.forEach(item -> collect(item, found));
        }
    }
}
