package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.training.Keras1Names.Variable;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an optimizer's stored variables, so that a half-finished training goes on where it stopped. */
public final class OptimizerSlots {
    private final Compiled compiled;
    private final Map<String, Tensor> shapes;
    private final Map<String, Double> scalars = new LinkedHashMap<>();
    private final Map<String, Map<String, double[]>> slots = new LinkedHashMap<>();

    private OptimizerSlots(Compiled compiled, Map<String, Tensor> shapes) {
        this.compiled = compiled;
        this.shapes = shapes;
    }

    /**
     * @param trained the paths of the weights that are trained
     * @return {@link StoredState#FRESH} when the file has no optimizer variables
     * @throws Keras4jException when they are not those of this optimizer and these weights
     */
    public static StoredState read(KerasModel model, Compiled compiled, Set<String> trained) {
        Map<String, Tensor> stored =
                model.training().map(TrainingConfiguration::optimizerWeights).orElse(Map.of());
        if (stored.isEmpty()) {
            return StoredState.FRESH;
        }
        return new OptimizerSlots(compiled, model.weights().flatten()).read(model, stored, trained);
    }

    private StoredState read(KerasModel model, Map<String, Tensor> stored, Set<String> trained) {
        List<List<String>> groups = SlotLayout.stored(compiled.optimizer());
        List<Variable> variables = variables(model, trained, true);
        List<Tensor> arrays = arrays(stored, variables);
        int kinds = groups.stream().mapToInt(List::size).sum();
        int missing = missing(groups, variables);
        if (compiled.rules().slotsByName() && arrays.size() != kinds * variables.size()) {
            variables = variables(model, trained, false);
        }
        // Keras 2 keeps empty vhat arrays when amsgrad is off
        if (arrays.size() == (kinds + 1) * variables.size()
                && compiled.optimizer().algorithm() == Algorithm.ADAM) {
            arrays = arrays.subList(0, kinds * variables.size());
        }
        long iterations = Math.round(scalars.getOrDefault("iterations", 0.0));
        // tf.keras builds the slots at the first update; Keras 3's SGD has none without momentum
        boolean none =
                arrays.isEmpty() && (iterations == 0 || compiled.optimizer().algorithm() == Algorithm.SGD);
        if (arrays.size() != kinds * variables.size() - missing && !none) {
            throw misfit("The optimizer's stored variables do not fit the weights. Received: " + stored.size()
                    + " variables for " + variables.size() + " weights and " + kinds + " slots each");
        }
        if (!none) {
            fill(groups, variables, arrays);
        }
        return new StoredState(iterations, carried(iterations, variables.size()), tensors());
    }

    private List<Variable> variables(KerasModel model, Set<String> trained, boolean byGate) {
        if (compiled.rules().slotsByName()) {
            return Keras1Names.of(model, trained, byGate);
        }
        return shapes.keySet().stream()
                .filter(trained::contains)
                .map(path -> new Variable(path, path, 0, 1))
                .toList();
    }

    /** The slot arrays; single numbers at the front are taken out by name. */
    private List<Tensor> arrays(Map<String, Tensor> stored, List<Variable> variables) {
        List<Tensor> arrays = new ArrayList<>();
        // a .keras numbers its variables: the learning rate, where it is one, is the second
        boolean hasRate = compiled.rules().storesLearningRate()
                && compiled.optimizer().schedule().isEmpty();
        int number = 0;
        for (Map.Entry<String, Tensor> entry : stored.entrySet()) {
            Tensor tensor = entry.getValue();
            boolean scalar = tensor.shape().rank() == 0;
            if (scalar && number == 0) {
                scalars.put("iterations", tensor.getDouble(0));
            } else if (scalar && !(hasRate && number == 1)) {
                scalars.put("m_schedule", tensor.getDouble(0)); // Nadam's momentum_cache or _u_product
            } else if (!scalar) {
                arrays.add(tensor);
            }
            number++;
        }
        return arrays;
    }

    /** Adafactor factors matrices only: other weights have no r and c, or a single number in their place. */
    private boolean isFactored(String slot, Variable variable) {
        boolean factor =
                compiled.optimizer().algorithm() == Algorithm.ADAFACTOR && (slot.equals("r") || slot.equals("c"));
        Tensor weight = shapes.get(variable.path());
        return !factor || weight != null && weight.shape().rank() >= 2;
    }

    private int missing(List<List<String>> groups, List<Variable> variables) {
        int missing = 0;
        for (List<String> group : groups) {
            for (Variable variable : variables) {
                missing += (int) group.stream()
                        .filter(slot -> !isFactored(slot, variable))
                        .count();
            }
        }
        return missing;
    }

    private void fill(List<List<String>> groups, List<Variable> variables, List<Tensor> arrays) {
        int next = 0;
        for (List<String> group : groups) {
            for (Variable variable : variables) {
                for (String slot : group) {
                    if (isFactored(slot, variable)) {
                        put(slot, variable, arrays.get(next++));
                    }
                }
            }
        }
    }

    private void put(String slot, Variable variable, Tensor part) {
        Tensor weight = shapes.get(variable.path());
        boolean shorter = compiled.optimizer().algorithm() == Algorithm.ADAFACTOR && !slot.equals("v");
        if (shorter && weight != null && part.size() < weight.size()) {
            slots.computeIfAbsent(slot, name -> new LinkedHashMap<>()).put(variable.path(), part.toDoubles());
            return;
        }
        if (weight == null || weight.size() != part.size() * variable.gates()) {
            throw misfit("An optimizer variable has another shape than its weight. Received: " + part + " for "
                    + variable.name() + " of " + variable.path());
        }
        double[] whole = slots.computeIfAbsent(slot, name -> new LinkedHashMap<>())
                .computeIfAbsent(variable.path(), path -> new double[weight.size()]);
        int rows = part.shape().rank() == 2 ? part.shape().size(0) : 1;
        int cols = part.size() / rows;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                whole[r * cols * variable.gates() + variable.gate() * cols + c] = part.getDouble(r * cols + c);
            }
        }
    }

    private Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> result = new LinkedHashMap<>();
        slots.forEach((slot, byPath) -> {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            byPath.forEach((path, values) -> {
                Tensor weight = shapes.get(path);
                Shape shape =
                        weight != null && weight.size() == values.length ? weight.shape() : Shape.of(values.length);
                tensors.put(path, Tensor.wrap(shape, values));
            });
            result.put(slot, tensors);
        });
        return result;
    }

    /** Keras 1 and 2.2 do not store Nadam's product of momenta; it follows from the number of updates. */
    private Map<String, Double> carried(long iterations, int weights) {
        Optimizer optimizer = compiled.optimizer();
        if (optimizer.algorithm() != Algorithm.NADAM) {
            return Map.of();
        }
        double product = 1;
        double beta = optimizer.isModern() ? (float) optimizer.beta1() : optimizer.beta1();
        double base = optimizer.isModern() ? 0.96f : 0.96;
        for (long t = 1; t <= iterations; t++) {
            double momentum = beta * (1 - 0.5 * Math.pow(base, t * optimizer.scheduleDecay()));
            // see MODERN_TF: the product moves once per weight, but for the one whose counter fits
            boolean perWeight = optimizer.style() == Optimizer.Style.MODERN_TF;
            boolean oneIsCached = t - weights >= 0 && t - weights < weights;
            product *= Math.pow(momentum, perWeight ? weights - (oneIsCached ? 1 : 0) : 1);
        }
        return Map.of("m_schedule", scalars.getOrDefault("m_schedule", product));
    }

    private Keras4jException misfit(String message) {
        return new Keras4jException(message + " (" + compiled.optimizer().algorithm()
                + "); save the model again, or leave the optimizer out with include_optimizer=False");
    }
}
