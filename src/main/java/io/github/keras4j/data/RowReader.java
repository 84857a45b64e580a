package io.github.keras4j.data;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One sample from JSON: nested lists, an object of them keyed by input name, or with a recipe a text.
 *
 * @param inputs what the model takes, in its order
 * @param recipe how texts are encoded
 */
public record RowReader(List<InputSpec> inputs, Optional<Recipe> recipe) {
    public RowReader {
        inputs = List.copyOf(inputs);
    }

    /** @throws Keras4jException with what is wrong with it, in one line that begins with a small letter */
    public Row read(JsonNode node) {
        if (node.isObject()) {
            return named(node);
        }
        if (inputs.size() != 1) {
            throw new Keras4jException("the model takes the inputs " + names() + ", as an object keyed by these names."
                    + " Received: " + Json.describe(node));
        }
        return new Row(
                List.of(value(node, inputs.get(0))),
                node.isString() ? Optional.of(node.stringValue()) : Optional.empty());
    }

    /**
     * What encodes plain texts without a look at them as JSON; empty where the model takes them otherwise than as one
     * float32 input of the recipe's shape.
     */
    public Optional<Recipe.Plain> plain() {
        boolean fits = inputs.size() == 1
                && inputs.get(0).dtype() == DType.FLOAT32
                && recipe.isPresent()
                && recipe.get().shape().isCompatibleWith(inputs.get(0).shape());
        return fits ? recipe.map(Recipe::plain) : Optional.empty();
    }

    private Row named(JsonNode node) {
        TreeSet<String> unknown = new TreeSet<>(node.propertyNames());
        List<Tensor> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (InputSpec input : inputs) {
            JsonNode value = node.get(input.name());
            if (value == null) {
                throw new Keras4jException("the input '" + input.name() + "' is missing; the model takes " + names()
                        + ". Received: " + node.propertyNames());
            }
            unknown.remove(input.name());
            values.add(value(value, input));
            if (value.isString()) {
                texts.add(value.stringValue());
            }
        }
        if (!unknown.isEmpty()) {
            throw new Keras4jException("unknown inputs " + unknown + "; the model takes " + names());
        }
        return new Row(values, texts.stream().findFirst());
    }

    private Tensor value(JsonNode node, InputSpec input) {
        Tensor tensor;
        if (node.isString()) {
            if (recipe.isEmpty()) {
                throw new Keras4jException(
                        "a text needs a recipe; give --recipe FILE. Received: " + Json.describe(node));
            }
            tensor = recipe.get().encode(node.stringValue());
        } else {
            tensor = JsonTensors.read(node);
        }
        return checked(tensor, input);
    }

    /** That tensor as the input's type, when its shape fits. */
    public Tensor checked(Tensor tensor, InputSpec input) {
        if (!tensor.shape().isCompatibleWith(input.shape())) {
            throw new Keras4jException("input '" + input.name() + "' has the shape " + input.shape()
                    + " per sample. Received: " + tensor.shape());
        }
        return JsonTensors.as(input.dtype(), tensor);
    }

    List<String> names() {
        return inputs.stream().map(InputSpec::name).toList();
    }
}
