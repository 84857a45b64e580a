package io.github.keras4j.model;

import java.util.List;

/** Layers that walk over steps. Input {@code [batch, steps, features]}. */
public sealed interface Recurrent extends Layer {
    /** An answer for every layer of this family: one more layer does not compile until all have it. */
    interface Visitor<R> {
        R rnn(Rnn layer);

        R genericRnn(GenericRnn layer);

        R convLstm(ConvLstm layer);
    }

    /** Asks for the answer to this very layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.recurrent(this);
    }

    /** How any of them walks. {@code timeMajor}: input and output are {@code [steps, batch, features]}. */
    record Walk(
            boolean returnSequences,
            boolean returnState,
            boolean goBackwards,
            boolean stateful,
            boolean unroll,
            boolean timeMajor,
            boolean zeroOutputForMask) {
        /** Only the last output, forwards. */
        public static final Walk LAST_OUTPUT = new Walk(false, false, false, false, false, false, false);
    }

    /** {@return how it walks over the steps} */
    Walk walk();

    /** LSTM, GRU and SimpleRNN layers as their cell and a walk; the cell's weights lie directly in the layer's. */
    record Rnn(LayerInfo info, Cell cell, Walk walk) implements Recurrent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rnn(this);
        }
    }

    /** {@code RNN(cell)} and {@code RNN([cells])}: the cell's weights lie in child {@code cell}. */
    record GenericRnn(LayerInfo info, Cell cell, Walk walk) implements Recurrent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.genericRnn(this);
        }
    }

    /**
     * ConvLSTM1D, 2D, 3D. Weights: kernel (spatial..., in, 4 filters), recurrent_kernel (spatial..., filters,
     * 4 filters), bias (4 filters,); gates i, f, c, o. The recurrent convolution has stride 1 and same padding.
     */
    record ConvLstm(
            LayerInfo info,
            int filters,
            List<Integer> kernelSize,
            List<Integer> strides,
            Padding padding,
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
    }

    /** What happens in one step. */
    sealed interface Cell {
        /** An answer for every cell. */
        interface Visitor<R> {
            R lstmCell(LstmCell cell);

            R gruCell(GruCell cell);

            R simpleCell(SimpleCell cell);

            R stackedCells(StackedCells cell);
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
