package io.github.keras4j.engine.purejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.engine.Session;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of mixed precision answer in the half type that Keras answers in. */
class HalfTypesTest {
    private static final Path LAYERS = Path.of(System.getProperty("keras4j.fixtures", "fixtures"), "layers");

    @Test
    void numbers_are_rounded_to_the_nearest_half_type() {
        NumberType half = NumberType.FLOAT16;
        assertThat(half.rounded(1 + 0x1p-11f)).isEqualTo(1); // of two the even one
        assertThat(half.rounded(1 + 0x1.8p-10f)).isEqualTo(1 + 0x1p-9f);
        assertThat(half.rounded(65519)).isEqualTo(65504);
        assertThat(half.rounded(-65520)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(half.rounded(0x1p-25f)).isZero();
        assertThat(half.rounded(0x1.8p-24f)).isEqualTo(0x1p-23f);
        assertThat(half.rounded(Float.NaN)).isNaN();
        assertThat(NumberType.BFLOAT16.rounded(1 + 0x1.8p-7f)).isEqualTo(1 + 0x1p-6f);
        assertThat(NumberType.BFLOAT16.rounded(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(NumberType.FLOAT32.rounded(0.1f)).isEqualTo(0.1f);
    }

    @Test
    void half_types_are_named_by_policies() {
        LayerInfo info = LayerInfo.of("dense", "Dense");
        assertThat(info.half()).isEmpty();
        assertThat(info.with(LayerInfo.POLICY, "mixed_float16").half()).contains(NumberType.FLOAT16);
        assertThat(info.with(LayerInfo.POLICY, "mixed_bfloat16").half()).contains(NumberType.BFLOAT16);
    }

    /** RandomZoom and its kin in a mixed policy on integers: no value of the model is of a half type. */
    @Test
    void a_layer_of_a_half_type_takes_and_gives_integers() {
        LayerInfo info = LayerInfo.of("zoom", "RandomZoom").with(LayerInfo.POLICY, "mixed_float16");
        Core.InputLayer input = new Core.InputLayer(LayerInfo.of("input", "InputLayer"), Shape.of(-1, 2), DType.INT64);
        TensorRef x = new TensorRef(0, 0);
        KerasModel model = Models.model(
                Generation.KERAS_3,
                Map.of(),
                List.of(
                        new Node(input, List.of()),
                        new Node(new Core.Passthrough(info, Core.InTraining.DROPOUT, 0, true), List.of(x))),
                List.of(x),
                new TensorRef(1, 0));
        Tensor numbers = Tensor.wrap(Shape.of(1, 2), new float[] {3, 4099});
        assertThat(Models.run(model, numbers).toFloats()).containsExactly(3, 4099);
    }

    /** Within a layer Keras rounds at every step, on a CPU sums too, which processors do differently: few steps apart. */
    @ParameterizedTest
    @CsvSource({
        "keras-3/mixed-float16-dense, 4",
        "keras-3/mixed-bfloat16-dense, 4",
        "keras-3/mixed-float16-conv2d, 4",
        "keras-3/mixed-float16-lstm, 4",
        "tf-keras-2.15/mixed-float16-dense, 4",
        "tf-keras-2.15/mixed-bfloat16-dense, 4",
        "tf-keras-2.15/mixed-float16-conv2d, 4",
        "tf-keras-2.15/mixed-float16-lstm, 4",
    })
    void answers_are_numbers_of_the_half_type_and_few_of_its_steps_from_kerass(String name, int most) {
        Fixture fixture = FixtureReader.read(LAYERS.resolve(name));
        KerasModel model = ModelSource.of(fixture).read();
        NumberType half = name.contains("bfloat16") ? NumberType.BFLOAT16 : NumberType.FLOAT16;
        double step = half == NumberType.FLOAT16 ? 0x1p-10 : 0x1p-7;
        try (Session session = new PureJavaEngine().compile(model).orThrow().openSession()) {
            fixture.calls().forEach(call -> {
                List<Tensor> answers = session.predict(
                        call.inputs().stream().map(Fixture.Named::value).toList());
                for (int i = 0; i < answers.size(); i++) {
                    float[] java = answers.get(i).toFloats();
                    double[] python = call.outputs().get(i).value().toDoubles();
                    double unit = 0;
                    for (double each : python) {
                        unit = Math.max(unit, Math.abs(each) * step);
                    }
                    for (int k = 0; k < java.length; k++) {
                        assertThat(java[k]).isEqualTo(half.rounded(java[k]));
                        assertThat(Math.abs(java[k] - python[k]) / unit).isLessThanOrEqualTo(most);
                    }
                }
            });
        }
    }
}
