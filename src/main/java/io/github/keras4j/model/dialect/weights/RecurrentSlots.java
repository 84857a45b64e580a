package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The arrays of layers that walk over steps. */
record RecurrentSlots(List<Shape> inputs) implements Recurrent.Visitor<List<WeightSlot>> {
    private int features() {
        return inputs.isEmpty() || inputs.get(0).rank() == 0
                ? Shape.UNKNOWN
                : inputs.get(0).size(-1);
    }

    @Override
    public List<WeightSlot> rnn(Recurrent.Rnn layer) {
        return layer.cell().accept(new CellSlots(features(), ""));
    }

    @Override
    public List<WeightSlot> genericRnn(Recurrent.GenericRnn layer) {
        return layer.cell().accept(new CellSlots(features(), "cell/"));
    }

    @Override
    public List<WeightSlot> convLstm(Recurrent.ConvLstm conv) {
        int in = inputs.isEmpty() ? Shape.UNKNOWN : inputs.get(0).size(conv.channelsFirst() ? 2 : -1);
        int gates = 4 * conv.filters();
        return WeightSlots.join(
                List.of(
                        new WeightSlot("kernel", ConvolutionSlots.kernel(conv.kernelSize(), in, gates), true),
                        new WeightSlot(
                                "recurrent_kernel",
                                ConvolutionSlots.kernel(conv.kernelSize(), conv.filters(), gates),
                                true)),
                WeightSlots.bias(conv.useBias(), gates));
    }

    /**
     * A cell's arrays.
     *
     * @param features of its input
     * @param prefix of their names
     */
    private record CellSlots(int features, String prefix) implements Recurrent.Cell.Visitor<List<WeightSlot>> {
        @Override
        public List<WeightSlot> lstmCell(Recurrent.LstmCell cell) {
            return slots(4, cell.units(), cell.useBias(), 4 * cell.units());
        }

        @Override
        public List<WeightSlot> gruCell(Recurrent.GruCell cell) {
            int all = 3 * cell.units();
            return slots(3, cell.units(), cell.useBias(), cell.resetAfter() ? new int[] {2, all} : new int[] {all});
        }

        @Override
        public List<WeightSlot> simpleCell(Recurrent.SimpleCell cell) {
            return slots(1, cell.units(), cell.useBias(), cell.units());
        }

        @Override
        public List<WeightSlot> stackedCells(Recurrent.StackedCells stacked) {
            List<WeightSlot> slots = new ArrayList<>();
            int in = features;
            for (int i = 0; i < stacked.cells().size(); i++) {
                slots.addAll(stacked.cells().get(i).accept(new CellSlots(in, prefix + i + "/")));
                in = stacked.cells().get(i).outputSize();
            }
            return slots;
        }

        @Override
        public List<WeightSlot> wrappedCell(Recurrent.WrappedCell residual) {
            return residual.cell().accept(new CellSlots(features, prefix + "cell/"));
        }

        private List<WeightSlot> slots(int gates, int units, boolean useBias, int... bias) {
            List<WeightSlot> slots = new ArrayList<>();
            slots.add(new WeightSlot(prefix + "kernel", features, gates * units));
            slots.add(new WeightSlot(prefix + "recurrent_kernel", units, gates * units));
            if (useBias) {
                slots.add(new WeightSlot(prefix + "bias", bias));
            }
            return slots;
        }
    }
}
