package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.DType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Activations that DL4J has in another form than the Keras that trained. */
final class TrainedActivations {
    private TrainedActivations() {}

    /**
     * Gives an imported layer its activations in Keras's form.
     *
     * @param cut whether the sigmoid ends early
     */
    static void repair(BaseLayer imported, Layer layer, boolean cut, DType dtype) {
        if (layer instanceof Recurrent.Rnn rnn && rnn.cell() instanceof Recurrent.LstmCell lstm) {
            repair(imported, lstm.activation(), cut, dtype);
            if (imported instanceof LSTM conf && differs(lstm.recurrentActivation(), cut)) {
                conf.setGateActivationFn(function(lstm.recurrentActivation(), dtype));
            }
        } else if (layer instanceof Recurrent.Rnn rnn && rnn.cell() instanceof Recurrent.SimpleCell simple) {
            repair(imported, simple.activation(), cut, dtype);
        } else if (layer instanceof Core.Dense dense) {
            repair(imported, dense.activation(), cut, dtype);
        } else if (layer instanceof Activations.Activate activate) {
            repair(imported, activate.activation(), cut, dtype);
        }
    }

    private static void repair(BaseLayer imported, Activation activation, boolean cut, DType dtype) {
        if (differs(activation, cut)) {
            imported.setActivationFn(function(activation, dtype));
        }
    }

    private static boolean differs(Activation activation, boolean cut) {
        return switch (activation.kind()) {
            case HARD_SIGMOID, HARD_SIGMOID_V3 -> true;
            case SIGMOID -> cut;
            default -> false;
        };
    }

    private static BaseActivationFunction function(Activation activation, DType dtype) {
        return switch (activation.kind()) {
            case HARD_SIGMOID, HARD_SIGMOID_V3 -> new HardSigmoidLine(Activation.line(activation.kind()));
            default -> new TheanoSigmoid(dtype == DType.FLOAT64 ? 19 : 15);
        };
    }

    /**
     * Theano's C code ends the curve early: 1 above 19 in float64, above 15 in float32 (theano/tensor/nnet/sigm.py),
     * and so does the gradient. Without it a training leaves Keras's float64 run once a gate gets there.
     */
    private static final class TheanoSigmoid extends BaseActivationFunction {
        private static final long serialVersionUID = 1L;
        /** So large that the sigmoid of it is 1 to the last bit. */
        private static final double FAR = 1000;

        private final ActivationSigmoid sigmoid = new ActivationSigmoid();
        private final double one;

        private TheanoSigmoid(double one) {
            this.one = one;
        }

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return sigmoid.getActivation(ended(in), training);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return sigmoid.backprop(ended(in), epsilon);
        }

        private INDArray ended(INDArray in) {
            BooleanIndexing.replaceWhere(in, FAR, Conditions.greaterThan(one));
            return in;
        }
    }

    /**
     * clip(slope x + 0.5, 0, 1). DL4J's own has the slope as float32, in float64 too: 0.200000003
     * (hardSigmoid in libnd4j's ops.h), which in training is a difference of 3e-9 after 20 updates.
     */
    private static final class HardSigmoidLine extends BaseActivationFunction {
        private static final long serialVersionUID = 1L;

        private final double slope;
        private final boolean endsCount;

        private HardSigmoidLine(Activation.Line line) {
            slope = line.slope();
            endsCount = line.passesAtEnds();
        }

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            in.muli(slope).addi(0.5);
            BooleanIndexing.replaceWhere(in, 0, Conditions.lessThan(0));
            BooleanIndexing.replaceWhere(in, 1, Conditions.greaterThan(1));
            return in;
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            INDArray line = in.mul(slope).addi(0.5);
            INDArray above = endsCount ? line.gte(0) : line.gt(0);
            INDArray below = endsCount ? line.lte(1) : line.lt(1);
            INDArray inside = above.castTo(in.dataType()).muli(below.castTo(in.dataType()));
            return new Pair<>(epsilon.mul(inside).muli(slope), null);
        }
    }
}
