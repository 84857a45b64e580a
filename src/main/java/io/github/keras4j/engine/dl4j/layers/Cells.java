package io.github.keras4j.engine.dl4j.layers;

import static io.github.keras4j.engine.dl4j.arrays.Ops.add;
import static io.github.keras4j.engine.dl4j.arrays.Ops.mul;
import static io.github.keras4j.engine.dl4j.layers.ActivationFunctions.apply;

import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.List;

/** One step of each cell, by Keras's formulas (layers/rnn of tf.keras 2.15, recurrent.py of Keras 1 and 2). */
record Cells(Parameters weights) implements Recurrent.Cell.Visitor<Cells.Step> {
    /** The states after a step, given the input's part of the sums and the states before it. */
    interface Step {
        /** The products of the whole sequence, {@code [batch, steps, n]}; what they are is the cell's affair. */
        Value prepare(Value sequence);

        Stepped next(Value prepared, List<Value> states);

        /** Which state has the output's size. */
        default int output() {
            return 0;
        }
    }

    /** What a step leaves. */
    record Stepped(Value output, List<Value> states) {
        /** Of a cell whose output is its first state. */
        static Stepped first(List<Value> states) {
            return new Stepped(states.get(0), states);
        }
    }

    private static Value gate(Value sums, int index, int units) {
        return Ops.part(sums, sums.rank() - 1, (long) index * units, (long) (index + 1) * units);
    }

    private static Value biased(Value sums, boolean useBias, Parameters weights) {
        return useBias ? add(sums, weights.get("bias")) : sums;
    }

    @Override
    public Step lstmCell(Recurrent.LstmCell cell) {
        Value recurrent = weights.get("recurrent_kernel");
        int units = cell.units();
        return new Step() {
            @Override
            public Value prepare(Value sequence) {
                return biased(Ops.matmul(sequence, weights.get("kernel")), cell.useBias(), weights);
            }

            @Override
            public Stepped next(Value prepared, List<Value> states) {
                Value sums = add(prepared, Ops.matmul(states.get(0), recurrent));
                return Stepped.first(lstm(sums, states.get(1), units, cell));
            }
        };
    }

    private List<Value> lstm(Value sums, Value carry, int units, Recurrent.LstmCell cell) {
        Value i = apply(cell.recurrentActivation(), gate(sums, 0, units), weights);
        Value f = apply(cell.recurrentActivation(), gate(sums, 1, units), weights);
        Value c = add(mul(f, carry), mul(i, apply(cell.activation(), gate(sums, 2, units), weights)));
        Value o = apply(cell.recurrentActivation(), gate(sums, 3, units), weights);
        return List.of(mul(o, apply(cell.activation(), c, weights)), c);
    }

    @Override
    public Step gruCell(Recurrent.GruCell cell) {
        Value recurrent = weights.get("recurrent_kernel");
        int units = cell.units();
        return new Step() {
            @Override
            public Value prepare(Value sequence) {
                Value sums = Ops.matmul(sequence, weights.get("kernel"));
                if (!cell.useBias()) {
                    return sums;
                }
                Value bias = weights.get("bias");
                return add(sums, cell.resetAfter() ? Ops.at(bias, 0, 0) : bias);
            }

            @Override
            public Stepped next(Value x, List<Value> states) {
                Value h = states.get(0);
                return Stepped.first(List.of(cell.resetAfter() ? resetAfter(x, h) : resetBefore(x, h)));
            }

            private Value resetAfter(Value x, Value h) {
                Value product = Ops.matmul(h, recurrent);
                Value inner = cell.useBias() ? add(product, Ops.at(weights.get("bias"), 0, 1)) : product;
                Value z = apply(cell.recurrentActivation(), add(gate(x, 0, units), gate(inner, 0, units)), weights);
                Value r = apply(cell.recurrentActivation(), add(gate(x, 1, units), gate(inner, 1, units)), weights);
                Value candidate =
                        apply(cell.activation(), add(gate(x, 2, units), mul(r, gate(inner, 2, units))), weights);
                return mix(z, h, candidate);
            }

            private Value resetBefore(Value x, Value h) {
                Value both = Ops.matmul(h, Ops.part(recurrent, 1, 0, 2L * units));
                Value z = apply(cell.recurrentActivation(), add(gate(x, 0, units), gate(both, 0, units)), weights);
                Value r = apply(cell.recurrentActivation(), add(gate(x, 1, units), gate(both, 1, units)), weights);
                Value last = Ops.part(recurrent, 1, 2L * units, 3L * units);
                Value candidate =
                        apply(cell.activation(), add(gate(x, 2, units), Ops.matmul(mul(r, h), last)), weights);
                return mix(z, h, candidate);
            }
        };
    }

    private static Value mix(Value z, Value h, Value candidate) {
        return add(mul(z, h), mul(ActivationFunctions.oneMinus(z), candidate));
    }

    @Override
    public Step simpleCell(Recurrent.SimpleCell cell) {
        return new Step() {
            @Override
            public Value prepare(Value sequence) {
                return biased(Ops.matmul(sequence, weights.get("kernel")), cell.useBias(), weights);
            }

            @Override
            public Stepped next(Value x, List<Value> states) {
                Value sums = add(x, Ops.matmul(states.get(0), weights.get("recurrent_kernel")));
                return Stepped.first(List.of(apply(cell.activation(), sums, weights)));
            }
        };
    }

    @Override
    public Step stackedCells(Recurrent.StackedCells stacked) {
        List<Step> steps = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < stacked.cells().size(); i++) {
            steps.add(stacked.cells().get(i).accept(new Cells(weights.child(Integer.toString(i)))));
        }
        for (int k = 0; k < steps.size(); k++) {
            int i = stacked.reverseStateOrder() ? steps.size() - 1 - k : k;
            starts.add(count);
            count += stacked.cells().get(i).stateSizes().size();
        }
        if (stacked.reverseStateOrder()) {
            java.util.Collections.reverse(starts);
        }
        return new Stack(stacked, steps, starts, count);
    }

    @Override
    public Step wrappedCell(Recurrent.WrappedCell cell) {
        Step inner = cell.cell().accept(new Cells(weights.child("cell")));
        return cell.wrapper() == Recurrent.CellWrapper.RESIDUAL ? new Residual(inner, cell.outputSize()) : inner;
    }

    /** Adds its input to the output: what it prepares has the input ahead of the cell's. */
    private record Residual(Step step, int size) implements Step {
        @Override
        public Value prepare(Value sequence) {
            if (sequence.size(2) != size) {
                throw new UnfitException("takes " + size + " features, as many as its output has");
            }
            return Ops.concat(2, List.of(sequence, step.prepare(sequence)));
        }

        @Override
        public Stepped next(Value prepared, List<Value> states) {
            int last = prepared.rank() - 1;
            Stepped inner = step.next(Ops.part(prepared, last, size, prepared.size(last)), states);
            return new Stepped(add(Ops.part(prepared, last, 0, size), inner.output()), inner.states());
        }

        @Override
        public int output() {
            return step.output();
        }
    }

    /** Each step runs through all cells, each fed by the one before. */
    private record Stack(Recurrent.StackedCells stacked, List<Step> steps, List<Integer> starts, int count)
            implements Step {
        @Override
        public Value prepare(Value sequence) {
            return steps.get(0).prepare(sequence);
        }

        @Override
        public Stepped next(Value prepared, List<Value> states) {
            List<Value> after = new ArrayList<>(states);
            Value x = prepared;
            for (int i = 0; i < steps.size(); i++) {
                int from = starts.get(i);
                int size = stacked.cells().get(i).stateSizes().size();
                Value sums = i == 0 ? x : Ops.at(steps.get(i).prepare(Ops.stack(1, List.of(x))), 1, 0);
                Stepped own = steps.get(i).next(sums, states.subList(from, from + size));
                for (int k = 0; k < size; k++) {
                    after.set(from + k, own.states().get(k));
                }
                x = own.output();
            }
            if (after.size() != count) {
                throw new UnfitException("takes " + count + " states");
            }
            return new Stepped(x, after);
        }

        @Override
        public int output() {
            return starts.get(steps.size() - 1);
        }
    }
}
