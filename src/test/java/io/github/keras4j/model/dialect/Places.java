package io.github.keras4j.model.dialect;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every place of a configuration, with what no Keras writes there put in its stead. */
final class Places {
    /** What is put in: its name must be in the refusal. */
    static final String UNKNOWN = "unknown_option";

    /**
     * One configuration changed at one place.
     *
     * @param path keys and indices from the root
     * @param what the change, in words
     * @param wrong whether no Keras can mean anything by it; otherwise it is a value like those that Keras writes
     * @param none whether null stands where a value stood: Python's None, which Keras seldom takes for the default
     */
    record Change(List<String> path, String what, boolean wrong, boolean none, JsonNode config) {
        @Override
        public String toString() {
            return String.join(".", path) + ": " + what;
        }
    }

    /** Called with each changed configuration. */
    interface Use {
        void use(Change change);
    }

    private final JsonNode root;
    private final Use use;
    private final List<String> path = new ArrayList<>();

    private Places(JsonNode root, Use use) {
        this.root = root;
        this.use = use;
    }

    /**
     * At every object an unknown key, at every list an unknown element, and in the stead of every value one of another
     * type; each key and element left out, and each value replaced by another of its type. The configuration is changed
     * in place and put back: what is handed on is valid until the next.
     */
    static void of(JsonNode config, Use use) {
        JsonNode own = config.deepCopy();
        new Places(own, use).walk(own);
    }

    private void walk(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.put(UNKNOWN, 7);
            use("an unknown key", true);
            object.remove(UNKNOWN);
            for (String key : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(key);
                path.add(key);
                for (JsonNode other : others(value)) {
                    object.set(key, other);
                    use(brief(value) + " became " + other, true);
                }
                for (JsonNode other : likewise(value)) {
                    object.set(key, other);
                    use.use(likewise(value, other));
                }
                object.remove(key);
                use(brief(value) + " is gone", false);
                object.set(key, value);
                walk(value);
                path.remove(path.size() - 1);
            }
        } else if (node instanceof ArrayNode array) {
            array.add(unknown());
            use("an unknown element", true);
            array.remove(array.size() - 1);
            for (int i = 0; i < array.size(); i++) {
                JsonNode item = array.get(i);
                path.add(Integer.toString(i));
                for (JsonNode other : others(item)) {
                    array.set(i, other);
                    use(brief(item) + " became " + other, true);
                }
                for (JsonNode other : likewise(item)) {
                    array.set(i, other);
                    use.use(likewise(item, other));
                }
                array.remove(i);
                use(brief(item) + " is gone", false);
                array.insert(i, item);
                walk(item);
                path.remove(path.size() - 1);
            }
        }
    }

    private void use(String what, boolean wrong) {
        use.use(new Change(List.copyOf(path), what, wrong, false, root));
    }

    private Change likewise(JsonNode value, JsonNode other) {
        boolean none = other.isNull() && !value.isContainer();
        return new Change(List.copyOf(path), brief(value) + " became " + other, false, none, root);
    }

    private static List<JsonNode> others(JsonNode value) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (value.isContainer()) {
            return List.of(factory.stringNode(UNKNOWN));
        }
        JsonNode list = factory.arrayNode().add(unknown());
        if (value.isNull()) {
            return List.of(unknown(), list);
        }
        return List.of(value.isString() ? factory.numberNode(7) : factory.stringNode(UNKNOWN), list, unknown());
    }

    private static List<JsonNode> likewise(JsonNode value) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (value.isContainer()) {
            return List.of(factory.nullNode(), value.isObject() ? factory.objectNode() : factory.arrayNode());
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return List.of(
                    factory.numberNode(-1),
                    factory.numberNode(0),
                    factory.numberNode(number + 1),
                    factory.numberNode(0.5),
                    factory.numberNode(3_000_000_000L),
                    factory.nullNode());
        }
        return value.isBoolean()
                ? List.of(factory.booleanNode(!value.booleanValue()), factory.nullNode())
                : value.isString()
                        ? List.of(factory.stringNode(""), factory.nullNode())
                        : List.of(factory.numberNode(1));
    }

    private static ObjectNode unknown() {
        return JsonNodeFactory.instance.objectNode().put(UNKNOWN, 7);
    }

    private static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
