package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.Cell;
import io.github.keras4j.model.Recurrent.CellWrapper;
import io.github.keras4j.model.Recurrent.Walk;
import io.github.keras4j.model.shapes.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Layers that walk over steps, and their cells. */
public final class RecurrentReaders {
    private RecurrentReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU" ->
                (info, o, s) -> new Recurrent.Rnn(
                        dropping(o, o.alsoWith(info, "dropout", "recurrent_dropout"), s.origin()),
                        cell(className, o, s.origin()),
                        walk(o, s.origin()));
            case "RNN" -> RecurrentReaders::generic;
            case "ConvLSTM1D" -> (info, o, s) -> convLstm(info, o, s, 1);
            case "ConvLSTM2D" -> (info, o, s) -> convLstm(info, o, s, 2);
            case "ConvLSTM3D" -> (info, o, s) -> convLstm(info, o, s, 3);
            default -> null;
        };
    }

    private static Walk walk(Options o, Origin origin) {
        return walk(o, origin, false);
    }

    /** @param passes whether the cell takes constants and does nothing with them */
    private static Walk walk(Options o, Origin origin, boolean passes) {
        if (o.integer("num_constants", 0) > 0 && !passes) {
            throw new Refusal("constants beside the states are not supported. Received: num_constants="
                    + o.integer("num_constants"));
        }
        return new Walk(
                o.flag("return_sequences", false),
                o.flag("return_state", false),
                o.flag("go_backwards", false),
                o.flag("stateful", false),
                o.flag("unroll", false),
                o.flag("time_major", false),
                MaskRules.ofStep(origin, o.flag("unroll", false), o.flag("zero_output_for_mask", false)),
                MaskRules.ofGivenStates(origin));
    }

    /** {@code "LSTM"} and {@code "LSTMCell"} have the same options. */
    private static Cell cell(String className, Options o, Origin origin) {
        o.ignore("dropout", "recurrent_dropout", "implementation", "consume_less", "seed", "use_cudnn");
        int units = o.size("units");
        if (units > Integer.MAX_VALUE / 4) { // four gates of it
            throw new Refusal("a kernel of so many units has 2^31 columns or more. Received: units=" + units);
        }
        boolean useBias = o.flag("use_bias", true);
        boolean cudnn = className.startsWith("CuDNN"); // its activations are fixed
        Activation activation = cudnn ? Activation.TANH : ActivationNames.read(o, "activation", "tanh", origin);
        if (className.contains("SimpleRNN")) {
            return new Recurrent.SimpleCell(units, linearWhenNull(o, activation), useBias);
        }
        Activation gates = cudnn
                ? Activation.SIGMOID
                : ActivationNames.read(o, "recurrent_activation", defaultGates(origin), origin);
        gates = o.has("recurrent_activation") || cudnn ? gates : nullGates(o, gates);
        if (className.contains("LSTM")) {
            return new Recurrent.LstmCell(
                    units, linearWhenNull(o, activation), gates, useBias, o.flag("unit_forget_bias", true));
        }
        boolean resetAfter = cudnn || o.flag("reset_after", origin.isKeras3());
        return new Recurrent.GruCell(units, linearWhenNull(o, activation), gates, useBias, resetAfter);
    }

    /** A stored null is Python's None, which is linear; only a missing key means the default. */
    private static Activation linearWhenNull(Options o, Activation activation) {
        return o.isNull("activation") ? Activation.LINEAR : activation;
    }

    private static Activation nullGates(Options o, Activation gates) {
        return o.isNull("recurrent_activation") ? Activation.LINEAR : gates;
    }

    /** keras/layers/recurrent.py: hard_sigmoid up to 2.2, sigmoid from 2.3 on. */
    private static String defaultGates(Origin origin) {
        return origin.generation() == Generation.KERAS_1 || origin.generation() == Generation.KERAS_2
                ? "hard_sigmoid"
                : "sigmoid";
    }

    /**
     * Whether each gate drops by a mask of its own: {@code implementation} 1, to which Keras 2 and later also turn where
     * there is a recurrent_dropout, and Keras 1's {@code consume_less} but for {@code gpu}.
     */
    private static LayerInfo dropping(Options o, LayerInfo info, Origin origin) {
        double recurrent = o.number("recurrent_dropout", 0);
        if (o.number("dropout", 0) == 0 && recurrent == 0) {
            return info;
        }
        boolean byGate = origin.generation() == Generation.KERAS_1
                ? !o.text("consume_less", "cpu").equals("gpu")
                : o.integer("implementation", origin.generation() == Generation.KERAS_2 ? 1 : 2) == 1
                        || (origin.isKeras3() || origin.generation() == Generation.TF_KERAS) && recurrent != 0;
        LayerInfo dropping = info.with(LayerInfo.IMPLEMENTATION, byGate ? 1 : 2);
        return recurrent == 0 && dropsSteps(o, info, origin)
                ? dropping.with(LayerInfo.DROPOUT_BY_STEP, true)
                : dropping;
    }

    /**
     * tf.keras's LSTM and GRU that a GPU's kernel could compute drop parts of their whole input, which gives every step
     * masks of its own (layers/rnn/lstm.py and gru.py 2.15, {@code _could_use_gpu_kernel}).
     */
    private static boolean dropsSteps(Options o, LayerInfo info, Origin origin) {
        boolean gru = info.className().endsWith("GRU");
        return origin.generation() == Generation.TF_KERAS
                && (gru || info.className().endsWith("LSTM"))
                && o.text("activation", "tanh").equals("tanh")
                && o.text("recurrent_activation", "sigmoid").equals("sigmoid")
                && !o.flag("unroll", false)
                && o.flag("use_bias", true)
                && (!gru || o.flag("reset_after", true));
    }

    private static Layer generic(LayerInfo info, Options o, Scope s) {
        JsonNode cell = o.getAny("cell");
        Cell canonical = cellOf(cell, info, s.origin());
        boolean passes =
                canonical instanceof Recurrent.StackedCells && !s.origin().isKeras3();
        return new Recurrent.GenericRnn(info.with("dropout", dropout(cell)), canonical, walk(o, s.origin(), passes));
    }

    /** The greatest rate of a cell, however deep. */
    private static double dropout(JsonNode cell) {
        double rate = 0;
        for (var option : cell.properties()) {
            JsonNode value = option.getValue();
            boolean named = option.getKey().equals("dropout") || option.getKey().equals("recurrent_dropout");
            rate = Math.max(rate, named && value.isNumber() ? value.doubleValue() : 0);
        }
        for (JsonNode inner : cell) {
            rate = Math.max(rate, dropout(inner));
        }
        return rate;
    }

    private static Cell cellOf(JsonNode node, LayerInfo info, Origin origin) {
        LayerSpec spec = LayerSpec.of(node);
        Options o = new Options(spec.config());
        o.extras();
        o.ignore("name", "trainable", "batch_input_shape");
        DTypes.only(o, info.dtype());
        Cell cell = switch (spec.custom() ? "" : spec.className()) {
            case "LSTMCell", "GRUCell", "SimpleRNNCell" -> cell(spec.className(), o, origin);
            case "StackedRNNCells" -> stacked(o, info, origin);
            case "ResidualWrapper", "DeviceWrapper", "DropoutWrapper" -> wrapped(spec.className(), o, info, origin);
            default ->
                throw new Refusal("its cell is not one of Keras's own. Received: cell=" + spec.className()
                        + "; known: LSTMCell, GRUCell, SimpleRNNCell, StackedRNNCells");
        };
        o.refuseUnknown();
        return cell;
    }

    /**
     * tf.keras's wrappers of cells, which it loads without custom_objects (layers/rnn/cell_wrappers.py 2.15). A
     * DropoutWrapper drops in inference as in training: it never asks which it is.
     */
    private static Cell wrapped(String className, Options o, LayerInfo info, Origin origin) {
        if (!origin.isTfKeras()) {
            throw new Refusal("there is no such cell in this Keras. Received: cell=" + className);
        }
        CellWrapper wrapper = switch (className) {
            case "ResidualWrapper" -> CellWrapper.RESIDUAL;
            case "DeviceWrapper" -> CellWrapper.DEVICE;
            default -> CellWrapper.DROPOUT;
        };
        if (wrapper == CellWrapper.DEVICE) {
            o.ignore("device");
        } else if (wrapper == CellWrapper.RESIDUAL) {
            o.only("residual_fn", "null"); // a function of Python's
        } else {
            o.ignore("variational_recurrent", "input_size", "seed"); // how it drops
            for (String keep : List.of("input_keep_prob", "output_keep_prob", "state_keep_prob")) {
                if (o.number(keep, 1) != 1) {
                    throw new Refusal("its DropoutWrapper drops in inference too, by random numbers. Received: " + keep
                            + "=" + o.number(keep, 1) + ". Give the cell itself a dropout before saving");
                }
            }
        }
        return new Recurrent.WrappedCell(cellOf(o.getAny("cell"), info, origin), wrapper);
    }

    /**
     * Keras up to 2.2.2 takes and returns the states of the last cell first; 2.2.4 has an option for it, off by
     * default and not stored (keras/layers/recurrent.py, StackedRNNCells.state_size).
     */
    private static Cell stacked(Options o, LayerInfo info, Origin origin) {
        List<Cell> cells = new ArrayList<>();
        if (!o.getAny("cells").isArray()) {
            throw Options.wrong("cells", o.getAny("cells"), "a list of cells");
        }
        o.getAny("cells").forEach(node -> cells.add(cellOf(node, info, origin)));
        return new Recurrent.StackedCells(
                cells, o.flag("reverse_state_order", origin.kerasVersion().matches("2\\.(0|1|2\\.[0-2])(\\..*|$)")));
    }

    private static Layer convLstm(LayerInfo info, Options o, Scope s, int rank) {
        o.ignore("dropout", "recurrent_dropout", "implementation", "consume_less", "seed", "rank")
                .ignore("unit_forget_bias"); // its start value only
        o.only("groups", "1");
        List<Integer> kernel = o.perAxis("kernel_size", rank, 1);
        List<Integer> strides = o.perAxis("strides", rank, 1);
        List<Integer> dilation = o.perAxis("dilation_rate", rank, 1);
        boolean channelsFirst = s.channelsFirst(o);
        Scope inner = s.within(Shapes.ofStep(s.inputs()));
        Activation activation = linearWhenNull(o, ActivationNames.read(o, "activation", "tanh", s.origin()));
        Activation gates = ActivationNames.read(
                o, "recurrent_activation", s.origin().isKeras3() ? "sigmoid" : "hard_sigmoid", s.origin());
        return new Recurrent.ConvLstm(
                o.alsoWith(info, "dropout", "recurrent_dropout"),
                o.size("filters"),
                kernel,
                strides,
                TheanoPadding.ofConvolution(
                        ConvolutionReaders.padding(o), inner, kernel, strides, dilation, channelsFirst),
                TheanoPadding.ofStepsOfOne(s, kernel),
                dilation,
                channelsFirst,
                activation,
                gates,
                o.flag("use_bias", true),
                imagesHeld(walk(o, s.origin())));
    }

    /** No generation gives the first state for a masked image: Keras 2 on TensorFlow fails on masks of images. */
    private static Walk imagesHeld(Walk walk) {
        return walk.maskedStep() == Recurrent.MaskedStep.HOLD_STATE
                ? walk.withMaskedStep(Recurrent.MaskedStep.HOLD_OUTPUT)
                : walk;
    }
}
