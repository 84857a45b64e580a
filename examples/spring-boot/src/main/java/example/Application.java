package example;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A service with a model in it: {@code java -jar spring-boot-logging.jar --model=FIXTURE}. */
@SpringBootApplication
public class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    /** One for all threads; Spring closes it at the end. */
    @Bean
    KerasPort model(@Value("${model}") Path model) {
        return Keras4j.load(model);
    }

    @Bean
    CommandLineRunner ask(KerasPort model, HealthEndpoint health, @Value("${model}") Path fixture) {
        return args -> {
            float[] abc = {0 / 26f, 1 / 26f, 2 / 26f};
            Tensor answer = model.predict(Tensor.of(Shape.of(1, 3, 1), abc));
            LOG.info("model {} on {} gives {}", model.model().name(), model.engine(), answer.shape());
            LOG.info("as Python said: {}", Keras4j.verify(fixture).passes());
            LOG.info("health of the model: {}", health.healthForPath("model").getStatus());
            model.close();
            LOG.info("and once it is closed: {}", health.healthForPath("model").getStatus());
            LOG.debug("not seen, since Spring Boot logs from INFO on");
        };
    }
}
