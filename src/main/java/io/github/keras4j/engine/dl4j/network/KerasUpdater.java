package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.SlotLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Keras's optimizers as a DL4J updater, by the formulas and constants of the Keras that compiled the model. */
public final class KerasUpdater implements IUpdater {
    private static final long serialVersionUID = 1L;

    private final String optimizer;
    private transient @Nullable Optimizer parsed;
    private @Nullable Double rate;

    /** @param optimizer as {@link RecordText} writes it */
    public KerasUpdater(@JsonProperty("optimizer") String optimizer) {
        this.optimizer = optimizer;
    }

    /** {@return the optimizer, as text for DL4J's JSON} */
    public String getOptimizer() {
        return optimizer;
    }

    /** {@return the rate that was set in place of the compiled one, for DL4J's JSON} */
    public @Nullable Double getRate() {
        return rate;
    }

    /** Called by DL4J as it reads its JSON. */
    public void setRate(@Nullable Double rate) {
        this.rate = rate;
    }

    Optional<Double> rate() {
        return Optional.ofNullable(rate);
    }

    Optimizer rule() {
        Optimizer known = parsed;
        if (known == null) {
            known = (Optimizer) RecordText.readRecord(optimizer);
            parsed = known;
        }
        return known;
    }

    /** The learning rate of the update after so many others. */
    double rateAt(long iteration) {
        Double set = rate;
        if (set == null) {
            return rule().rateAt(iteration);
        }
        return rule().decay() > 0 ? set * (1 / (1 + rule().decay() * iteration)) : set;
    }

    /** The slots in the order in which the state holds them. */
    public static List<String> slots(Optimizer optimizer) {
        return SlotLayout.groups(optimizer).stream().flatMap(List::stream).toList();
    }

    /** One array as long as the weights for each slot; Nadam's product of momenta behind them. */
    @Override
    public long stateSize(long weights) {
        Optimizer rule = rule();
        return slots(rule).size() * weights + (rule.algorithm() == Algorithm.NADAM ? 1 : 0);
    }

    @Override
    public GradientUpdater<KerasUpdater> instantiate(@Nullable INDArray view, boolean initialize) {
        KerasUpdate update = new KerasUpdate(this);
        if (view != null) {
            update.setStateViewArray(view, new long[] {1, view.length()}, 'c', initialize);
        }
        return update;
    }

    @Override
    public GradientUpdater<KerasUpdater> instantiate(Map<String, INDArray> state, boolean initialize) {
        KerasUpdate update = new KerasUpdate(this);
        update.setState(state, initialize);
        return update;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof KerasUpdater other && optimizer.equals(other.optimizer) && Objects.equals(rate, other.rate);
    }

    @Override
    public int hashCode() {
        return optimizer.hashCode();
    }

    @Override
    public KerasUpdater clone() {
        KerasUpdater clone = new KerasUpdater(optimizer);
        clone.rate = rate;
        return clone;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return rateAt(iteration);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double changed, @Nullable ISchedule schedule) {
        if (schedule != null) {
            throw new UnsupportedOperationException("Schedules are those that Keras compiled. Received: " + schedule);
        }
        rate = changed;
    }
}
