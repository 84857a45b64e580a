package io.github.keras4j.engine.purejava.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which JVMs get the Vector API's kernels, by what these say of themselves. */
class VectorApiTest {
    private static final Map<String, String> HOTSPOT = Map.of(
            "java.vm.name", "OpenJDK 64-Bit Server VM",
            "java.vm.info", "mixed mode, sharing",
            "java.vm.version", "17.0.15+6-Debian-1deb12u1");

    @Test
    void a_usual_jvm_with_the_module_takes_it() {
        assertThat(refusal(true)).isEmpty();
        assertThat(refusal(true, "java.vm.name", "Java HotSpot(TM) 64-Bit Server VM"))
                .isEmpty();
    }

    @Test
    void without_the_module_the_option_is_named() {
        assertThat(refusal(false)).get().asString().contains("--add-modules jdk.incubator.vector");
    }

    @Test
    void an_interpreter_computes_in_plain_java_even_if_vectors_are_asked_for() {
        assertThat(refusal(true, "java.vm.info", "interpreted mode, sharing"))
                .get()
                .asString()
                .contains("-Xint");
        assertThat(refusal(true, "java.vm.info", "interpreted mode", "keras4j.kernels", "vector"))
                .isPresent();
        assertThat(refusal(true, "java.vm.name", "OpenJDK 64-Bit Zero VM", "java.vm.info", "interpreted mode"))
                .isPresent();
    }

    @Test
    void without_c2_it_is_plain_java_unless_vectors_are_asked_for() {
        assertThat(refusal(true, "java.vm.info", "mixed mode, emulated-client, sharing"))
                .get()
                .asString()
                .contains("TieredStopAtLevel");
        assertThat(refusal(true, "java.vm.name", "Eclipse OpenJ9 VM")).isPresent();
        assertThat(refusal(true, "java.vm.name", "Eclipse OpenJ9 VM", "keras4j.kernels", "vector"))
                .isEmpty();
    }

    @Test
    void graal_is_plain_java_unless_vectors_are_asked_for() {
        assertThat(refusal(true, "java.vm.version", "21.0.1+12-jvmci-23.1-b19"))
                .get()
                .asString()
                .contains("keras4j.kernels=vector");
        assertThat(refusal(true, "java.vm.version", "21+35-jvmci-23.1", "keras4j.kernels", "vector"))
                .isEmpty();
    }

    @Test
    void plain_java_can_be_asked_for() {
        assertThat(refusal(true, "keras4j.kernels", "PLAIN")).isPresent();
    }

    private static Optional<String> refusal(boolean module, String... changed) {
        Map<String, String> properties = new HashMap<>(HOTSPOT);
        for (int i = 0; i < changed.length; i += 2) {
            properties.put(changed[i], changed[i + 1]);
        }
        return VectorApi.refusal(module, properties::get);
    }
}
