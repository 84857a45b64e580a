package io.github.keras4j.model;

import java.util.List;

/** Layers that go over time steps. Input {@code [batch, steps, features]}. */
public sealed interface Recurrent extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R rnn(Rnn layer);

        R genericRnn(GenericRnn layer);

        R convLstm(ConvLstm layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.recurrent(this);
    }

    /**
     * How such a layer goes over the steps.
     *
     * @param stateful whether the states are carried from one call to the next
     * @param timeMajor input and output are {@code [steps, batch, features]}
     * @param maskedStep what a masked step gives
     * @param givenStates when a stateful layer uses the initial states of a call
     */
    record Walk(
            boolean returnSequences,
            boolean returnState,
            boolean goBackwards,
            boolean stateful,
            boolean unroll,
            boolean timeMajor,
            MaskedStep maskedStep,
            GivenStates givenStates) {
        /** Only the last output, forwards. */
        public static final Walk LAST_OUTPUT =
                new Walk(false, false, false, false, false, false, MaskedStep.HOLD_OUTPUT, GivenStates.TAKEN);

        /** {@return the options that are set, in Keras's words} */
        @Override
        public String toString() {
            StringBuilder set = new StringBuilder();
            add(set, "return_sequences", returnSequences);
            add(set, "return_state", returnState);
            add(set, "go_backwards", goBackwards);
            add(set, "stateful", stateful);
            add(set, "unroll", unroll);
            add(set, "time_major", timeMajor);
            return set.isEmpty() ? "return_sequences=False" : set.toString();
        }

        private static void add(StringBuilder text, String option, boolean set) {
            if (set) {
                text.append(text.isEmpty() ? "" : ", ").append(option).append("=True");
            }
        }

        /** The same in the other direction. */
        public Walk turned() {
            return new Walk(
                    returnSequences, returnState, !goBackwards, stateful, unroll, timeMajor, maskedStep, givenStates);
        }

        /** The same, carrying its states or not. */
        public Walk withStateful(boolean changed) {
            return new Walk(
                    returnSequences, returnState, goBackwards, changed, unroll, timeMajor, maskedStep, givenStates);
        }

        /** Why such a layer is not run under a mask, as a part of a sentence; see {@link #misplacesZeros}. */
        public static final String MISPLACED_ZEROS =
                "is unrolled backwards under a mask, where Keras zeroes the wrong steps. Build it with unroll=False";

        /**
         * {@return whether Keras makes zeros of the wrong steps where there is a mask}
         *
         * <p>Unrolled backwards, its {@code rnn} turns the mask around for the steps, and then zeroes the outputs, which
         * are in walking order, by the mask as it was (keras/src/backend.py 2.15 and backend/tensorflow/rnn.py 3.15:
         * {@code outputs = tf.where(_expand_mask(mask, outputs))}). A Bidirectional of an unrolled layer does it.
         */
        public boolean misplacesZeros() {
            return unroll && goBackwards && returnSequences && maskedStep == MaskedStep.ZERO;
        }

        /** The same with another output at masked steps. */
        public Walk withMaskedStep(MaskedStep changed) {
            return new Walk(
                    returnSequences, returnState, goBackwards, stateful, unroll, timeMajor, changed, givenStates);
        }
    }

    /** {@return whether Keras makes zeros of the wrong steps of that layer under a mask; see {@link Walk#misplacesZeros}} */
    static boolean misplacesZeros(Layer layer) {
        return layer instanceof Recurrent recurrent && recurrent.walk().misplacesZeros()
                || layer instanceof Wrapper.Bidirectional both
                        && (misplacesZeros(both.forward()) || misplacesZeros(both.backward()));
    }

    /** The output at a masked step. The states stay as they were, in every generation. */
    enum MaskedStep {
        /** The previous step's output; zeros before the first unmasked step. */
        HOLD_OUTPUT,
        /**
         * The first state. For a single cell that is the previous step's output, and before the first unmasked step the
         * initial state. For stacked cells it may be the first cell's state. Keras 2.0 to 2.2 on TensorFlow, not
         * unrolled (keras/backend/tensorflow_backend.py 2.2.4, rnn: {@code tf.where(tiled_mask_t, output, states[0])}).
         */
        HOLD_STATE,
        /**
         * Zeros: {@code zero_output_for_mask}, and sequences in both directions from tf.keras on
         * (layers/rnn/bidirectional.py 2.15, Bidirectional.__init__).
         */
        ZERO
    }

    /** When a stateful layer uses the initial states that a call gives. */
    enum GivenStates {
        /** At every call. */
        TAKEN,
        /** Only while its own are zero: tf.keras (layers/rnn/base_rnn.py 2.15, RNN._process_inputs). */
        TAKEN_WHILE_ZERO
    }

    /** {@return how it goes over the steps} */
    Walk walk();

    /** The same layer with another walk. */
    Recurrent withWalk(Walk changed);

    /** LSTM, GRU and SimpleRNN layers as their cell and a walk; the cell's weights lie directly in the layer's. */
    record Rnn(LayerInfo info, Cell cell, Walk walk) implements Recurrent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rnn(this);
        }

        @Override
        public Rnn withWalk(Walk changed) {
            return new Rnn(info, cell, changed);
        }
    }

    /** {@code RNN(cell)} and {@code RNN([cells])}: the cell's weights lie in child {@code cell}. */
    record GenericRnn(LayerInfo info, Cell cell, Walk walk) implements Recurrent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.genericRnn(this);
        }

        @Override
        public GenericRnn withWalk(Walk changed) {
            return new GenericRnn(info, cell, changed);
        }
    }

    /**
     * ConvLSTM1D, 2D, 3D. Weights: kernel (spatial..., in, 4 filters), recurrent_kernel (spatial..., filters,
     * 4 filters), bias (4 filters,); gates i, f, c, o. The recurrent convolution has stride 1.
     *
     * @param recurrentPadding of the recurrent convolution: {@link Padding#SAME}, or on Theano {@link
     *     Padding#THEANO_SAME}
     */
    record ConvLstm(
            LayerInfo info,
            int filters,
            List<Integer> kernelSize,
            List<Integer> strides,
            Padding padding,
            Padding recurrentPadding,
            List<Integer> dilation,
            boolean channelsFirst,
            Activation activation,
            Activation recurrentActivation,
            boolean useBias,
            Walk walk)
            implements Recurrent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convLstm(this);
        }

        @Override
        public ConvLstm withWalk(Walk changed) {
            return new ConvLstm(
                    info,
                    filters,
                    kernelSize,
                    strides,
                    padding,
                    recurrentPadding,
                    dilation,
                    channelsFirst,
                    activation,
                    recurrentActivation,
                    useBias,
                    changed);
        }
    }

    /** What happens in one step. */
    sealed interface Cell {
        /** An answer for every cell. */
        interface Visitor<R> {
            R lstmCell(LstmCell cell);

            R gruCell(GruCell cell);

            R simpleCell(SimpleCell cell);

            R stackedCells(StackedCells cell);

            R wrappedCell(WrappedCell cell);
        }

        /** {@return what the visitor answers for this kind of cell} */
        <R> R accept(Visitor<R> visitor);

        /** Sizes of the states it carries, in Keras's order. */
        List<Integer> stateSizes();

        /** Size of its output. */
        int outputSize();

        /**
         * Its gates' names in the order in which kernel, recurrent_kernel and bias hold them side by side; none where these
         * are not cut into gates.
         */
        default List<String> gates() {
            return List.of();
        }
    }

    /** Gates i, f, c, o. Weights: kernel (in, 4 units), recurrent_kernel (units, 4 units), bias (4 units,). */
    record LstmCell(
            int units, Activation activation, Activation recurrentActivation, boolean useBias, boolean unitForgetBias)
            implements Cell {
        @Override
        public <R> R accept(Cell.Visitor<R> visitor) {
            return visitor.lstmCell(this);
        }

        @Override
        public List<String> gates() {
            return List.of("i", "f", "c", "o");
        }

        @Override
        public List<Integer> stateSizes() {
            return List.of(units, units);
        }

        @Override
        public int outputSize() {
            return units;
        }
    }

    /**
     * Gates z, r, h. Weights: kernel (in, 3 units), recurrent_kernel (units, 3 units), bias (3 units,), or with
     * {@code resetAfter} (2, 3 units): the input's, then the recurrent one.
     */
    record GruCell(
            int units, Activation activation, Activation recurrentActivation, boolean useBias, boolean resetAfter)
            implements Cell {
        @Override
        public <R> R accept(Cell.Visitor<R> visitor) {
            return visitor.gruCell(this);
        }

        @Override
        public List<String> gates() {
            return List.of("z", "r", "h");
        }

        @Override
        public List<Integer> stateSizes() {
            return List.of(units);
        }

        @Override
        public int outputSize() {
            return units;
        }
    }

    /** Weights: kernel (in, units), recurrent_kernel (units, units), bias (units,). */
    record SimpleCell(int units, Activation activation, boolean useBias) implements Cell {
        @Override
        public <R> R accept(Cell.Visitor<R> visitor) {
            return visitor.simpleCell(this);
        }

        @Override
        public List<Integer> stateSizes() {
            return List.of(units);
        }

        @Override
        public int outputSize() {
            return units;
        }
    }

    /**
     * A cell in one of tf.keras's wrappers (layers/rnn/cell_wrappers.py 2.15). Weights of the cell in child {@code "cell"}.
     */
    record WrappedCell(Cell cell, CellWrapper wrapper) implements Cell {
        @Override
        public <R> R accept(Cell.Visitor<R> visitor) {
            return visitor.wrappedCell(this);
        }

        @Override
        public List<Integer> stateSizes() {
            return cell.stateSizes();
        }

        @Override
        public int outputSize() {
            return cell.outputSize();
        }
    }

    /** What tf.keras has around a cell. */
    enum CellWrapper {
        /** Adds the input to the output. */
        RESIDUAL,
        /** Chooses a device, and changes no number. */
        DEVICE,
        /** Keeps everything: with a smaller {@code keep_prob} it would drop in inference too. */
        DROPOUT
    }

    /** Weights of the cells in children {@code "0"}, {@code "1"}, ... */
    record StackedCells(List<Cell> cells, boolean reverseStateOrder) implements Cell {
        @Override
        public <R> R accept(Cell.Visitor<R> visitor) {
            return visitor.stackedCells(this);
        }

        /** All cells' states, in the order in which the layer takes and returns them. */
        @Override
        public List<Integer> stateSizes() {
            List<Cell> order = new java.util.ArrayList<>(cells);
            if (reverseStateOrder) {
                java.util.Collections.reverse(order);
            }
            return order.stream().flatMap(cell -> cell.stateSizes().stream()).toList();
        }

        @Override
        public int outputSize() {
            return cells.get(cells.size() - 1).outputSize();
        }
    }
}
