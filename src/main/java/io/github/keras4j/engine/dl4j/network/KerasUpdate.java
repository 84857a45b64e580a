package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.network.UpdateNotes.Note;
import io.github.keras4j.model.training.Optimizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;

/** An optimizer at work on all weights at once: a gradient becomes what DL4J takes away from the weights. */
final class KerasUpdate implements GradientUpdater<KerasUpdater> {
    private final KerasUpdater config;
    private final Optimizer rule;
    private final boolean modern;
    private final Map<String, INDArray> slots = new LinkedHashMap<>();
    private INDArray state = org.nd4j.linalg.factory.Nd4j.empty(DataType.FLOAT);

    KerasUpdate(KerasUpdater config) {
        this.config = config;
        rule = config.rule();
        modern = rule.isModern();
    }

    @Override
    public KerasUpdater getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> given, boolean initialize) {
        slots.clear();
        slots.putAll(given);
    }

    @Override
    public Map<String, INDArray> getState() {
        return slots;
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        state = view.reshape(view.length());
        if (initialize) {
            state.assign(0);
        }
    }

    /** The state's arrays, once the number of weights is known. */
    private void cut(long weights) {
        if (!slots.isEmpty()) {
            return;
        }
        long at = 0;
        for (String slot : KerasUpdater.slots(rule)) {
            slots.put(slot, state.get(NDArrayIndex.interval(at, at + weights)));
            at += weights;
        }
    }

    private INDArray slot(String name) {
        return Objects.requireNonNull(slots.get(name));
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        INDArray g = gradient.reshape(gradient.length());
        cut(g.length());
        List<Note> notes = UpdateNotes.take();
        if (rule.globalClipNorm() > 0) {
            double norm = g.norm2Number().doubleValue();
            if (norm >= rule.globalClipNorm()) {
                g.muli(rule.globalClipNorm()).divi(norm);
            }
        }
        INDArray r = g;
        for (Note note : notes) {
            if (note.magnitude() != note.gradient()) {
                r = r == g ? g.dup() : r;
                long from = note.gradient().offset() - g.offset();
                r.get(NDArrayIndex.interval(from, from + note.gradient().length()))
                        .assign(note.magnitude().reshape(note.gradient().length()));
            }
        }
        g.assign(step(g, r, iteration, notes));
        for (Note note : notes) {
            if (note.order() < 0) {
                note.gradient().assign(0);
            }
        }
    }

    private INDArray step(INDArray g, INDArray r, long iteration, List<Note> notes) {
        return switch (rule.algorithm()) {
            case SGD -> sgd(g, iteration);
            case RMSPROP -> rmsprop(g, r, iteration);
            case ADAGRAD -> {
                INDArray a = slot("accumulator").addi(r.mul(r));
                yield scaled(g.mul(rate(iteration)), a);
            }
            case ADADELTA -> adadelta(g, r, iteration);
            case ADAM -> adam(g, r, iteration);
            case ADAMAX -> {
                INDArray m = moved(slot("m"), g, rule.beta1());
                INDArray v = slot("v");
                v.assign(Transforms.max(v.mul(rule.beta2()), Transforms.abs(r, true), true));
                yield m.mul(rate(iteration) / (1 - power(rule.beta1(), iteration + 1)))
                        .divi(v.add(rule.epsilon()));
            }
            case NADAM -> nadam(g, r, iteration, notes);
            case LION, FTRL, ADAFACTOR, LAMB ->
                throw new IllegalStateException("DL4J does not train by this optimizer. Received: " + rule);
        };
    }

    /** The rate in the training's own type, as Keras's variable holds it. */
    private double rate(long iteration) {
        return typed(config.rateAt(iteration));
    }

    private double typed(double number) {
        return isDouble() ? number : (float) number;
    }

    private boolean isDouble() {
        return state.dataType() == DataType.DOUBLE;
    }

    /** {@code tf.cast(0.9, float64)} makes a float32 tensor of the number first. */
    private double cast(double constant) {
        return modern ? (float) constant : typed(constant);
    }

    private double power(double base, long exponent) {
        return typed(Math.pow(cast(base), exponent));
    }

    /** Root and epsilon in the order of the optimizer's style. */
    private INDArray scaled(INDArray step, INDArray square) {
        return modern
                ? step.divi(Transforms.sqrt(square.add(rule.epsilon()), false))
                : step.divi(Transforms.sqrt(square, true).addi(rule.epsilon()));
    }

    /** A running mean moves towards a number. */
    private INDArray moved(INDArray mean, INDArray to, double beta) {
        return modern ? mean.addi(to.sub(mean).muli(1 - beta)) : mean.muli(beta).addi(to.mul(1 - typed(beta)));
    }

    private INDArray sgd(INDArray g, long iteration) {
        double momentum = cast(rule.momentum());
        INDArray step = g.mul(rate(iteration));
        INDArray m = slot("momentum");
        m.muli(momentum).subi(step);
        return rule.nesterov() ? step.subi(m.mul(momentum)) : m.neg();
    }

    private INDArray rmsprop(INDArray g, INDArray r, long iteration) {
        INDArray a = slot("accumulator");
        a.muli(rule.rho()).addi(r.mul(r).muli(1 - rule.rho()));
        INDArray step = g.mul(rate(iteration));
        if (!modern) {
            return scaled(step, a);
        }
        INDArray square = a;
        if (rule.centered()) {
            INDArray mean = slot("mean");
            mean.muli(rule.rho()).addi(g.mul(1 - rule.rho()));
            square = a.sub(mean.mul(mean));
        }
        INDArray scaled = scaled(step, square);
        return rule.momentum() > 0
                ? slot("momentum").muli(rule.momentum()).addi(scaled).dup()
                : scaled;
    }

    private INDArray adadelta(INDArray g, INDArray r, long iteration) {
        double rest = 1 - rule.rho();
        INDArray a = slot("accumulator");
        INDArray d = slot("delta_accumulator");
        a.muli(rule.rho()).addi(r.mul(r).muli(rest));
        INDArray root = Transforms.sqrt(d.add(rule.epsilon()), false);
        INDArray other = Transforms.sqrt(a.add(rule.epsilon()), false);
        INDArray moved = r.mul(root).divi(other);
        INDArray step = g.mul(root).divi(other).muli(rate(iteration));
        d.muli(rule.rho()).addi(moved.mul(moved).muli(rest));
        return step;
    }

    private INDArray adam(INDArray g, INDArray r, long iteration) {
        double root = typed(Math.sqrt(1 - power(rule.beta2(), iteration + 1)));
        double first = typed(1 - power(rule.beta1(), iteration + 1));
        double rate = modern ? rate(iteration) * root / first : rate(iteration) * typed(root / first);
        INDArray m = moved(slot("m"), g, rule.beta1());
        INDArray v = moved(slot("v"), r.mul(r), rule.beta2());
        INDArray square = v;
        if (rule.amsgrad()) {
            square = slot("vhat");
            square.assign(Transforms.max(square, v, true));
        }
        return m.mul(typed(rate)).divi(Transforms.sqrt(square, true).addi(rule.epsilon()));
    }

    private double momentumAt(long step, double beta, double base) {
        return typed(beta * (1 - 0.5 * typed(Math.pow(base, step * rule.scheduleDecay()))));
    }

    private double momentumAt(long step) {
        return momentumAt(step, cast(rule.beta1()), cast(0.96));
    }

    private INDArray nadam(INDArray g, INDArray r, long iteration, List<Note> notes) {
        INDArray schedule = state.get(NDArrayIndex.interval(g.length() * 2, g.length() * 2 + 1));
        double product = schedule.getDouble(0) == 0 ? 1 : schedule.getDouble(0);
        double now = momentumAt(iteration + 1);
        double next = momentumAt(iteration + 2);
        INDArray m = slot("m");
        INDArray v = slot("v");
        double left1 = modern ? 1 - cast(rule.beta1()) : 1 - typed(rule.beta1());
        double left2 = modern ? 1 - cast(rule.beta2()) : 1 - typed(rule.beta2());
        m.addi(g.sub(m).muli(left1));
        v.addi(r.mul(r).subi(v).muli(left2));
        INDArray root = Transforms.sqrt(v.div(1 - power(rule.beta2(), iteration + 1)), false)
                .addi(rule.epsilon());
        INDArray step = g.ulike();
        if (rule.style() != Optimizer.Style.MODERN_TF) {
            product = typed(product * momentumAt(iteration + 1, typed(rule.beta1()), typed(0.96)));
            step.assign(moment(g, m, root, product, now, next));
        } else {
            List<Note> ordered = new ArrayList<>(
                    notes.stream().filter(note -> note.order() >= 0).toList());
            ordered.sort(Comparator.comparingInt(Note::order));
            for (int k = 0; k < ordered.size(); k++) {
                // its counter, one more per weight, is compared with the update's number plus two
                if (ordered.size() + k + 1 != iteration + 2) {
                    product = typed(product * now);
                }
                long from = ordered.get(k).gradient().offset() - g.offset();
                var part = NDArrayIndex.interval(
                        from, from + ordered.get(k).gradient().length());
                step.get(part).assign(moment(g.get(part), m.get(part), root.get(part), product, now, next));
            }
        }
        schedule.assign(product);
        return step.muli(typed(config.rate().orElse(rule.learningRate())));
    }

    private INDArray moment(INDArray g, INDArray m, INDArray root, double product, double now, double next) {
        INDArray bar = g.div(typed(1 - product)).muli(typed(1 - now));
        return bar.addi(m.div(typed(1 - typed(product * next))).muli(next)).divi(root);
    }
}
