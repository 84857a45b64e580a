package io.github.keras4j.engine.purejava.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.operations.Parameter;
import io.github.keras4j.model.operations.Signature;
import io.github.keras4j.model.operations.Signatures;
import io.github.keras4j.model.operations.TensorFlowFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of operations against what real Keras says it has: {@code python-reference/keras_ops.py} wrote it down. */
class OperationTablesTest {
    /** Classes of Keras's that no public function makes. */
    private static final List<String> WITHOUT_FUNCTION = List.of("Abs", "Conj");

    private static JsonNode resource(String name) {
        try (InputStream stream = OperationTablesTest.class.getResourceAsStream("/" + name)) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(stream, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        resource("keras-ops.json").get("operations").properties().forEach(entry -> {
            if (entry.getValue().has("class")) {
                operations.put(entry.getKey(), entry.getValue());
            }
        });
        assertThat(operations).hasSizeGreaterThan(300);
        return operations;
    }

    @Test
    void every_operation_of_keras_is_in_the_table_and_no_other() {
        List<String> stored = operations().values().stream()
                .map(node -> node.get("class").asString())
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        stored.addAll(WITHOUT_FUNCTION);
        List<String> known = Signatures.all().stream()
                .map(Signature::className)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        assertThat(known).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    void parameters_and_defaults_are_those_of_keras() {
        operations().forEach((name, node) -> {
            Signature signature =
                    Signatures.ofClass(node.get("class").asString()).orElseThrow();
            if (signature.refusal().isPresent()) {
                return;
            }
            Map<String, Optional<JsonNode>> keras = new LinkedHashMap<>();
            for (String where : List.of("config", "call")) {
                node.get(where)
                        .forEach(parameter -> keras.put(
                                parameter.get("name").asString(), Optional.ofNullable(parameter.get("default"))));
            }
            List<String> ours = new ArrayList<>();
            for (Parameter parameter : signature.parameters()) {
                if (parameter.tensorFlowOnly() || parameter.kind() == Parameter.Kind.LENGTHS) {
                    continue;
                }
                ours.add(parameter.name());
                assertThat(keras).as(name).containsKey(parameter.name());
                Optional<JsonNode> otherwise = keras.get(parameter.name());
                if (!parameter.kind().isTensor()) {
                    assertThat(parameter.required())
                            .as(name + " " + parameter.name())
                            .isEqualTo(otherwise.isEmpty());
                    assertThat(text(parameter.otherwise().map(Object::toString).orElse("null")))
                            .as(name + " " + parameter.name())
                            .isEqualTo(text(otherwise.map(JsonNode::toString).orElse("null")));
                }
            }
            assertThat(ours).as(name).containsExactlyInAnyOrderElementsOf(keras.keySet());
        });
    }

    /** A default without the differences between Java's text and JSON's. */
    private static String text(String value) {
        String plain = value.replaceAll("[\" ]", "").replace("[", "").replace("]", "");
        return plain.matches("-?[0-9.eE-]+") ? String.valueOf(Double.parseDouble(plain)) : plain;
    }

    @Test
    void every_operation_runs_or_is_refused_with_a_reason_and_nine_tenths_run() {
        List<String> neither = Signatures.all().stream()
                .filter(signature -> signature.refusal().isEmpty())
                .map(Signature::op)
                .filter(op -> !Operations.names().contains(op))
                .toList();
        assertThat(neither).isEmpty();
        List<String> refusedButThere = Signatures.all().stream()
                .filter(signature -> signature.refusal().isPresent())
                .map(Signature::op)
                .filter(Operations.names()::contains)
                .toList();
        assertThat(refusedButThere).isEmpty();
        Map<String, JsonNode> all = operations();
        long running = all.values().stream()
                .filter(node -> Signatures.ofClass(node.get("class").asString())
                        .orElseThrow()
                        .refusal()
                        .isEmpty())
                .count();
        assertThat((double) running / all.size())
                .as(running + " of " + all.size())
                .isGreaterThan(0.9);
    }

    @Test
    void tensorflow_s_most_used_functions_run_under_the_names_that_files_carry() {
        List<String> missing = new ArrayList<>();
        Map<String, String> stored = new LinkedHashMap<>();
        resource("tf-functions.json")
                .properties()
                .forEach(entry -> stored.put(entry.getKey(), entry.getValue().asString()));
        stored.forEach((name, function) -> {
            if (TensorFlowFunction.named(function)
                    .filter(known -> known.refusal().isEmpty())
                    .isEmpty()) {
                missing.add(name);
            }
        });
        assertThat(stored).hasSizeGreaterThan(80);
        assertThat(missing).containsExactlyInAnyOrder("einsum", "eye"); // whose tensors no file keeps
    }

    @Test
    void tensorflow_s_functions_say_the_parameters_of_their_operation() {
        for (String name : TensorFlowFunction.names()) {
            TensorFlowFunction function = TensorFlowFunction.named(name).orElseThrow();
            if (function.refusal().isPresent()) {
                continue;
            }
            List<String> parameters = Signatures.named(function.op()).parameters().stream()
                    .map(Parameter::name)
                    .toList();
            assertThat(parameters).as(name).containsAll(function.arguments().keySet());
            function.arguments().values().stream()
                    .filter(argument -> !argument.isConstant())
                    .forEach(argument ->
                            assertThat(function.parameters().keySet()).as(name).containsAll(argument.of()));
        }
    }
}
