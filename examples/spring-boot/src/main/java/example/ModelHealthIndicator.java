package example;

import io.github.keras4j.KerasPort;
import java.util.Arrays;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the model answers a fixed sample as it did at the start. */
@Component // named "model", as its class without HealthIndicator
class ModelHealthIndicator implements HealthIndicator {
    private static final float[] PROBE = {0 / 26f, 1 / 26f, 2 / 26f};

    private final KerasPort model;
    private final float[] expected;

    ModelHealthIndicator(KerasPort model) {
        this.model = model;
        expected = model.predict(PROBE);
    }

    @Override
    public Health health() {
        try {
            boolean same = Arrays.equals(expected, model.predict(PROBE));
            return (same ? Health.up() : Health.down())
                    .withDetail("model", model.model().name())
                    .withDetail("engine", model.engine())
                    .build();
        } catch (RuntimeException e) { // a closed model, for example
            return Health.down(e).build();
        }
    }
}
