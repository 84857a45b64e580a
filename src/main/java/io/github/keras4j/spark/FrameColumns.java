package io.github.keras4j.spark;

import io.github.keras4j.data.InputSpec;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.predict.Rows;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns are asked, and which are added.
 *
 * @param inputs places of the columns that the model's inputs come from, in its order
 * @param texts whether the answers are letters with scores
 * @param schema of the rows with their answers
 * @param given how many columns there were
 */
record FrameColumns(int[] inputs, boolean texts, StructType schema, int given) implements Serializable {
    static FrameColumns of(
            StructType schema, KerasModel model, Optional<Recipe> recipe, Map<String, String> named, String prefix) {
        List<InputSpec> specs = Rows.inputs(model);
        List<String> names = specs.stream().map(InputSpec::name).toList();
        if (!names.containsAll(named.keySet())) {
            throw new InputException("The model takes the inputs " + names + ". Received: " + named.keySet());
        }
        int[] inputs = new int[specs.size()];
        boolean texts = false;
        for (int input = 0; input < inputs.length; input++) {
            String column = named.getOrDefault(names.get(input), names.get(input));
            inputs[input] = place(schema, column, names.get(input));
            DataType type = schema.fields()[inputs[input]].dataType();
            boolean strings = specs.get(input).dtype() == DType.STRING;
            boolean text = !strings && type instanceof StringType && recipe.isPresent();
            if (strings ? !isStrings(type) : !text && !isNumeric(type)) {
                throw new InputException("Column '" + column + "' for the input '" + names.get(input)
                        + "' holds " + (strings ? "strings" : "numbers") + " or arrays of them"
                        + (strings ? "" : recipe.isEmpty() ? "; texts need a recipe" : ", or texts")
                        + ". Received: " + type.simpleString());
            }
            texts |= text;
        }
        return new FrameColumns(inputs, texts, answered(schema, model, texts, prefix), schema.size());
    }

    private static int place(StructType schema, String column, String input) {
        List<String> names = Arrays.asList(schema.fieldNames());
        int place = names.indexOf(column);
        if (place < 0) {
            throw new InputException("The input '" + input + "' has no column '" + column
                    + "'; withInput(input, column), or --column INPUT=COLUMN, names another. Received: the columns "
                    + names);
        }
        return place;
    }

    private static boolean isStrings(DataType type) {
        return type instanceof StringType || type instanceof ArrayType array && isStrings(array.elementType());
    }

    private static boolean isNumeric(DataType type) {
        return type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof ArrayType array && isNumeric(array.elementType());
    }

    private static StructType answered(StructType schema, KerasModel model, boolean texts, String prefix) {
        StructType answered = schema;
        List<String> names = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        if (texts) {
            names.addAll(List.of("answer", "score"));
            types.addAll(List.of(DataTypes.StringType, DataTypes.FloatType));
        } else {
            names.addAll(model.network().outputKeys());
            List<List<Shape>> shapes = Shapes.infer(model.network());
            for (var ref : model.network().outputs()) {
                types.add(type(Shapes.find(shapes, ref)
                        .orElseThrow(() -> new InputException("The rank of an output is not known"))));
            }
        }
        names.add(KerasOnSpark.ERROR);
        types.add(DataTypes.StringType);
        for (int i = 0; i < names.size(); i++) {
            String name = prefix + names.get(i);
            if (Arrays.asList(answered.fieldNames()).contains(name)) {
                throw new InputException(
                        "A column '" + name + "' is there already; withPrefix, or --prefix, gives the new"
                                + " ones other names. Received: the columns " + Arrays.toString(schema.fieldNames()));
            }
            answered = answered.add(name, types.get(i), true);
        }
        return answered;
    }

    /** A float, in an array for each axis but the batch's. */
    private static DataType type(Shape output) {
        DataType type = DataTypes.FloatType;
        for (int axis = 1; axis < output.rank(); axis++) {
            type = DataTypes.createArrayType(type, false);
        }
        return type;
    }
}
