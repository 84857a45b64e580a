package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.custom.CustomLayer;
import io.github.keras4j.custom.LayerDescription;
import io.github.keras4j.json.JsonTrees;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Records of {@code model} as JSON text and back, by their components, so that a new layer or option needs no code here.
 * A record is {@code {"is": "Core$Dense", "units": 3, ...}}. What acts in training only ({@link LayerInfo#extras}) is
 * left out.
 */
public final class RecordText {
    private static final String ROOT = "io.github.keras4j.";
    private static final String MODEL = "io.github.keras4j.model.";
    private static final String NETWORK = "io.github.keras4j.engine.dl4j.network.";

    private RecordText() {}

    /** The text of a record. */
    public static String write(Record record) {
        StringBuilder text = new StringBuilder();
        write((Object) record, text);
        return text.toString();
    }

    /** @throws IllegalArgumentException for text that this class has not written */
    static Object readRecord(String text) {
        return record(JsonTrees.read(text));
    }

    /** @throws IllegalArgumentException for text that this class has not written */
    public static LayerCall read(String text) {
        return (LayerCall) readRecord(text);
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            text.append(value);
        } else if (value instanceof Double || value instanceof Float) {
            text.append(value); // NaN and Infinity as Python has them, which JsonTrees reads
        } else if (value instanceof Enum<?> constant) {
            string(constant.name(), text);
        } else if (value instanceof String string) {
            string(string, text);
        } else if (value instanceof Shape shape) {
            write(java.util.Arrays.stream(shape.sizes()).boxed().toList(), text);
        } else if (value instanceof Tensor tensor) {
            tensor(tensor, text);
        } else if (value instanceof Optional<?> optional) {
            write(optional.map(List::of).orElse(List.of()), text);
        } else if (value instanceof Collection<?> values) {
            text.append('[');
            String comma = "";
            for (Object each : values) {
                text.append(comma);
                write(each, text);
                comma = ",";
            }
            text.append(']');
        } else if (value instanceof Map<?, ?> map) {
            text.append('{');
            String comma = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(comma);
                string((String) entry.getKey(), text);
                text.append(':');
                write(entry.getValue(), text);
                comma = ",";
            }
            text.append('}');
        } else if (value instanceof CustomLayer code) {
            string(CustomCodes.key(code), text);
        } else if (value instanceof Record known) {
            record(known, text);
        } else {
            throw new IllegalArgumentException("No text for " + value.getClass());
        }
    }

    private static void record(Record value, StringBuilder text) {
        String name = value.getClass().getName();
        text.append("{\"is\":");
        if (value instanceof LayerDescription) {
            string("/" + name.substring(ROOT.length()), text);
        } else {
            string(
                    name.startsWith(MODEL) ? name.substring(MODEL.length()) : name.substring(NETWORK.length() - 1),
                    text);
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            text.append(',');
            string(component.getName(), text);
            text.append(':');
            boolean leftOut = value instanceof LayerInfo && component.getName().equals("extras");
            try {
                write(leftOut ? Map.of() : component.getAccessor().invoke(value), text);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("A record's component can't be read: " + component, e);
            }
        }
        text.append('}');
    }

    private static void tensor(Tensor tensor, StringBuilder text) {
        double[] numbers = tensor.toDoubles();
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length);
        bytes.asDoubleBuffer().put(numbers);
        text.append("{\"dtype\":");
        string(tensor.dtype().name(), text);
        text.append(",\"shape\":");
        write(tensor.shape(), text);
        text.append(",\"data\":");
        string(Base64.getEncoder().encodeToString(bytes.array()), text);
        text.append('}');
    }

    private static void string(String value, StringBuilder text) {
        text.append('"');
        for (char letter : value.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                text.append('\\').append(letter);
            } else if (letter < ' ' || letter > '~') {
                text.append(String.format("\\u%04x", (int) letter));
            } else {
                text.append(letter);
            }
        }
        text.append('"');
    }

    private static Object record(JsonNode json) {
        String name = json.path("is").stringValue();
        try {
            Class<?> type = Class.forName(
                    name.startsWith(".")
                            ? NETWORK + name.substring(1)
                            : name.startsWith("/") ? ROOT + name.substring(1) : MODEL + name);
            RecordComponent[] components = type.getRecordComponents();
            if (components == null) {
                throw new IllegalArgumentException("Not a record of the model. Received: " + name);
            }
            Class<?>[] types = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = value(json.path(components[i].getName()), components[i].getGenericType());
            }
            if (type == Custom.class) {
                LayerDescription description = (LayerDescription) java.util.Objects.requireNonNull(values[1]);
                values[2] = CustomCodes.find(json.path("code").stringValue(), description);
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Not a layer that this version of keras4j knows. Received: " + name, e);
        }
    }

    private static @Nullable Object value(JsonNode json, Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Class<?> raw = (Class<?>) parameterized.getRawType();
            Type[] inner = parameterized.getActualTypeArguments();
            if (raw == Map.class) {
                Map<String, Object> map = new LinkedHashMap<>();
                json.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), inner[1])));
                return map;
            }
            List<Object> values = new ArrayList<>();
            json.forEach(each -> values.add(value(each, inner[0])));
            return raw == Optional.class
                    ? values.stream().findFirst()
                    : raw == java.util.Set.class ? new LinkedHashSet<>(values) : values;
        }
        return plain(json, (Class<?>) type);
    }

    private static @Nullable Object plain(JsonNode json, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return json.intValue();
        } else if (type == double.class || type == Double.class) {
            return json.doubleValue();
        } else if (type == boolean.class || type == Boolean.class) {
            return json.booleanValue();
        } else if (type == String.class) {
            return json.stringValue();
        } else if (type == Shape.class) {
            return shape(json);
        } else if (type == Tensor.class) {
            return tensor(json);
        } else if (type.isEnum()) {
            return constant(type, json.stringValue());
        } else if (type == Object.class) {
            return object(json);
        } else if (type == CustomLayer.class) {
            return null; // found by the description, when that is read
        }
        return record(json);
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("Not one of " + type.getSimpleName() + ". Received: " + name);
    }

    /** A plain value of a configuration. */
    private static @Nullable Object object(JsonNode json) {
        if (json.isArray()) {
            List<Object> values = new ArrayList<>();
            json.forEach(each -> values.add(object(each)));
            return values;
        } else if (json.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            json.properties().forEach(entry -> map.put(entry.getKey(), object(entry.getValue())));
            return map;
        } else if (json.isBoolean()) {
            return json.booleanValue();
        } else if (json.isInt()) {
            return json.intValue();
        } else if (json.isNumber()) {
            return json.isIntegralNumber() ? (Object) json.longValue() : (Object) json.doubleValue();
        }
        return json.isNull() ? null : json.stringValue();
    }

    private static Shape shape(JsonNode json) {
        int[] sizes = new int[json.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = json.path(i).intValue();
        }
        return Shape.of(sizes);
    }

    private static Tensor tensor(JsonNode json) {
        DoubleBuffer numbers = ByteBuffer.wrap(
                        Base64.getDecoder().decode(json.path("data").stringValue()))
                .asDoubleBuffer();
        double[] values = new double[numbers.remaining()];
        numbers.get(values);
        return Tensor.wrap(shape(json.path("shape")), values)
                .cast(DType.valueOf(json.path("dtype").stringValue()));
    }
}
