package io.github.keras4j.data;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One sample from JSON: nested lists, an object of them keyed by input name, or with a recipe a text. Where the model
 * takes strings, a string or nested lists of strings. Immutable.
 *
 * <p>Error messages are one line and begin with a small letter.
 */
public final class RowReader {
    private static final String BASE64 =
            "bytes in base64 ({\"b64\": ...}) are not read; give the numbers, or the text itself where the model takes"
                    + " strings";

    private final List<InputSpec> inputs;
    private final List<String> names;
    private final Optional<Recipe> recipe;
    private final Optional<TextEncoder> texts;

    /**
     * @param inputs what the model takes, in its order
     * @param recipe how texts are encoded
     */
    public RowReader(List<InputSpec> inputs, Optional<Recipe> recipe) {
        this.inputs = List.copyOf(inputs);
        this.names = inputs.stream().map(InputSpec::name).toList();
        this.recipe = recipe;
        this.texts = recipe.map(TextEncoder::new);
    }

    /** What the model takes, in its order. */
    public List<InputSpec> inputs() {
        return inputs;
    }

    /** The names of {@link #inputs}. */
    public List<String> names() {
        return names;
    }

    /** @throws Keras4jException with what is wrong with it */
    public Row read(String json) {
        try (JsonParser parser = Json.tokens(json)) {
            if (parser.nextToken() == null) {
                throw new InputException("not JSON: it is empty");
            }
            Row row = read(parser);
            if (parser.nextToken() != null) {
                throw new InputException("not JSON: there is more after the value. Received: " + Json.describe(parser));
            }
            return row;
        } catch (JacksonException e) {
            throw Json.failure(e);
        }
    }

    /**
     * @param parser at the first token of the sample; afterwards at its last
     * @throws Keras4jException with what is wrong with it
     */
    public Row read(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return named(parser);
        }
        if (inputs.size() != 1) {
            throw new InputException("the model takes the inputs " + names + ", as an object keyed by these names."
                    + " Received: " + Json.describe(parser));
        }
        Optional<String> text = text(parser);
        return new Row(List.of(value(parser, inputs.get(0))), text);
    }

    /**
     * One input of a sample.
     *
     * @param parser at the first token of the value; afterwards at its last
     * @throws Keras4jException with what is wrong with it
     */
    public Tensor value(JsonParser parser, InputSpec input) {
        JsonToken token = parser.currentToken();
        if (input.dtype() == DType.STRING && recipe.isPresent()) {
            throw new InputException("input '" + input.name() + "' takes strings, and a recipe makes numbers of them;"
                    + " leave --recipe out");
        }
        if (token == JsonToken.VALUE_STRING && input.dtype() != DType.STRING) {
            return encoded(parser.getString(), input);
        }
        if (token == JsonToken.START_OBJECT) {
            throw new InputException("input '" + input.name() + "': "
                    + ("b64".equals(parser.nextName())
                            ? BASE64
                            : "numbers or lists of them are wanted. Received: object"));
        }
        if (input.dtype() != DType.STRING) {
            return checked(NestedNumbers.read(parser, NestedNumbers.Kind.NUMBERS), input);
        }
        return checked(NestedNumbers.read(parser, NestedNumbers.Kind.STRINGS), input);
    }

    /**
     * A text as the recipe has it.
     *
     * @throws Keras4jException with what is wrong with it
     */
    public Tensor encoded(String text, InputSpec input) {
        TextEncoder encoder = texts.orElseThrow(() -> new InputException(
                "a text needs a recipe; give --recipe FILE. Received: string " + Json.cut(JsonText.quoted(text))));
        return checked(encoder.encode(text), input);
    }

    /** That sample as the input's type, when its shape fits as Keras takes it. */
    public Tensor checked(Tensor given, InputSpec input) {
        Tensor tensor = input.taken(given);
        if (!tensor.shape().isCompatibleWith(input.shape())) {
            throw new InputException("input '" + input.name() + "' has the shape " + input.shape()
                    + " per sample. Received: " + tensor.shape());
        }
        return JsonTensors.as(input.dtype(), tensor);
    }

    /** The text at which a parser stands. */
    public Optional<String> text(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getString()) : Optional.empty();
    }

    /**
     * The shape of a text's sample, if the model's one input is a text in float32, so that {@link #plainText} can be
     * used; otherwise empty.
     */
    public Optional<Shape> plainTexts() {
        return recipe.filter(how -> inputs.size() == 1
                        && inputs.get(0).dtype() == DType.FLOAT32
                        && how.shape().isCompatibleWith(inputs.get(0).shape()))
                .map(Recipe::shape);
    }

    /**
     * Makes the sample of a line that is one plain text, without a look at it as JSON.
     *
     * @param target gets the sample's elements, among zeros, from {@code at} on
     * @return whether it is one; any other line is for {@link #read(String)}
     */
    public boolean plainText(LineBlock block, int line, float[] target, int at) {
        return block.encodePlain(line, texts.orElseThrow(), target, at);
    }

    /** As {@link #value}; if there are several inputs, the error names the wrong one. */
    private Tensor named(JsonParser parser, InputSpec input) {
        try {
            return value(parser, input);
        } catch (Keras4jException e) {
            String message = String.valueOf(e.getMessage());
            if (inputs.size() == 1 || message.startsWith("input '")) {
                throw e;
            }
            throw new InputException("input '" + input.name() + "': " + message, e);
        }
    }

    private Row named(JsonParser parser) {
        @Nullable Tensor[] values = new @Nullable Tensor[inputs.size()];
        TreeSet<String> unknown = new TreeSet<>();
        List<String> received = new ArrayList<>();
        Optional<String> firstText = Optional.empty();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            received.add(name);
            int input = names.indexOf(name);
            if (input < 0) {
                unknown.add(name);
                parser.skipChildren();
                continue;
            }
            if (values[input] != null) {
                throw new InputException("the input '" + name + "' is given twice");
            }
            firstText = firstText.or(() -> text(parser));
            values[input] = named(parser, inputs.get(input));
        }
        if (received.equals(List.of("b64")) && unknown.contains("b64")) {
            throw new InputException(BASE64);
        }
        for (int input = 0; input < values.length; input++) {
            if (values[input] == null) {
                throw new InputException("the input '" + inputs.get(input).name() + "' is missing; the model takes "
                        + names + ". Received: " + received);
            }
        }
        if (!unknown.isEmpty()) {
            throw new InputException("unknown inputs " + unknown + "; the model takes " + names);
        }
        return new Row(List.copyOf(Arrays.asList(values)), firstText);
    }
}
