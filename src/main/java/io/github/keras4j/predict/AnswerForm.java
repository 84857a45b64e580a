package io.github.keras4j.predict;

import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.Row;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The form of a document's answer: lists that grow side by side, and the text around them. */
interface AnswerForm {
    /** How many lists there are. */
    int lists();

    /** Appends one sample's answer to the lists, after a comma unless it is the first. */
    void append(List<StringBuilder> lists, Row row, List<Tensor> outputs);

    /**
     * What stands before a list.
     *
     * @param first the outputs of the first sample; empty: there is no sample
     */
    String before(int list, long samples, List<Tensor> first);

    /** What stands after the last list. */
    String after();

    /** TF Serving's rows: a value for each sample, an object where the model has several outputs. */
    record Rows(AnswerWriter writer) implements AnswerForm {
        @Override
        public int lists() {
            return 1;
        }

        @Override
        public void append(List<StringBuilder> lists, Row row, List<Tensor> outputs) {
            writer.append(comma(lists.get(0)), row, outputs);
        }

        @Override
        public String before(int list, long samples, List<Tensor> first) {
            return "{\"predictions\": [";
        }

        @Override
        public String after() {
            return "]}";
        }
    }

    /** TF Serving's columns: a list for each output, without a name where it is the only one. */
    record Columns(AnswerWriter writer) implements AnswerForm {
        @Override
        public int lists() {
            return writer.outputNames().size();
        }

        @Override
        public void append(List<StringBuilder> lists, Row row, List<Tensor> outputs) {
            if (outputs.size() == 1) {
                writer.append(comma(lists.get(0)), row, outputs);
                return;
            }
            for (int i = 0; i < outputs.size(); i++) {
                JsonText.appendNested(comma(lists.get(i)), outputs.get(i));
            }
        }

        @Override
        public String before(int list, long samples, List<Tensor> first) {
            String name = JsonText.quoted(writer.outputNames().get(list));
            return list > 0
                    ? "], " + name + ": ["
                    : lists() == 1 ? "{\"outputs\": [" : "{\"outputs\": {" + name + ": [";
        }

        @Override
        public String after() {
            return lists() == 1 ? "]}" : "]}}";
        }
    }

    /**
     * KServe V2: a tensor for each output asked for, its data flat.
     *
     * @param asked places of the outputs in the model's order
     * @param id as JSON
     */
    record Kserve(AnswerWriter writer, String model, Optional<String> id, List<Integer> asked) implements AnswerForm {
        /** @throws Keras4jException for an output that the model does not have */
        static Kserve of(AnswerWriter writer, String model, Outline outline) {
            List<String> names = writer.outputNames();
            for (String name : outline.outputs()) {
                if (!names.contains(name)) {
                    throw new InputException("the model has the outputs " + names + ". Received: '" + name + "'");
                }
            }
            List<String> asked = outline.outputs().isEmpty() ? names : outline.outputs();
            return new Kserve(
                    writer,
                    model,
                    outline.id(),
                    asked.stream().map(names::indexOf).toList());
        }

        @Override
        public int lists() {
            return asked.size();
        }

        @Override
        public void append(List<StringBuilder> lists, Row row, List<Tensor> outputs) {
            for (int list = 0; list < lists.size(); list++) {
                Tensor output = outputs.get(asked.get(list));
                for (int element = 0; element < output.size(); element++) {
                    JsonText.appendNumber(comma(lists.get(list)), output, element);
                }
            }
        }

        @Override
        public String before(int list, long samples, List<Tensor> first) {
            StringBuilder text = new StringBuilder();
            if (list > 0) {
                text.append("]}, ");
            } else {
                text.append("{\"model_name\": ").append(JsonText.quoted(model));
                id.ifPresent(its -> text.append(", \"id\": ").append(its));
                text.append(", \"outputs\": [");
            }
            Tensor sample = first.get(asked.get(list));
            return text.append("{\"name\": ")
                    .append(JsonText.quoted(writer.outputNames().get(asked.get(list))))
                    .append(", \"shape\": ")
                    .append(shape(samples, sample.shape()))
                    .append(", \"datatype\": \"")
                    .append(JsonText.kserveType(sample.dtype()))
                    .append("\", \"data\": [")
                    .toString();
        }

        @Override
        public String after() {
            return "]}]}";
        }

        private static String shape(long samples, Shape sample) {
            StringBuilder text = new StringBuilder("[").append(samples);
            for (int size : sample.sizes()) {
                text.append(", ").append(size);
            }
            return text.append(']').toString();
        }
    }

    private static StringBuilder comma(StringBuilder list) {
        return list.length() == 0 ? list : list.append(", ");
    }
}
