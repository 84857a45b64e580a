package io.github.keras4j.fit;

import java.util.Map;

/** Sets the learning rate before each epoch. */
public final class LearningRateScheduler implements Callback {
    private final Schedule schedule;

    /** Learning rates by epoch. */
    @FunctionalInterface
    public interface Schedule {
        /**
         * The rate of an epoch.
         *
         * @param epoch from 0
         * @param rate what it was before
         */
        double rate(int epoch, double rate);
    }

    /** Rates by this schedule. */
    public LearningRateScheduler(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public void onEpochBegin(int epoch, Training training) {
        training.setLearningRate(schedule.rate(epoch, training.learningRate()));
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Training training) {
        training.rateName(true).ifPresent(name -> logs.put(name, training.learningRate()));
    }
}
