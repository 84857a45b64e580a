package io.github.keras4j.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.data.ArrayFiles;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStreamsTest {
    @TempDir
    Path folder;

    @Test
    void arrays_in_parts_are_the_arrays() {
        Path npz = Path.of("fixtures/training/adam-absolute-lstm-keras-3-float64/train.npz");
        for (Map.Entry<String, Tensor> whole : ArrayFiles.readAll(npz).entrySet()) {
            for (int most : new int[] {1, 2, 1000}) {
                assertThat(all(npz + "#" + whole.getKey(), most)).isEqualTo(whole.getValue());
            }
        }
    }

    @Test
    void a_damaged_member_is_noticed_at_its_end() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/images/expected.npz"));
        int at = bytes.length / 2;
        bytes[at] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.npz"), bytes);
        int noticed = 0;
        for (String key : ArrayFiles.readAll(Path.of("src/test/resources/images/expected.npz"))
                .keySet()) {
            try {
                all(damaged + "#" + key, 4);
            } catch (InputException e) {
                noticed++;
            }
        }
        assertThat(noticed).isEqualTo(1);
    }

    @Test
    void columns_of_one_file_are_read_in_step() throws IOException {
        Path csv =
                Files.writeString(folder.resolve("a.csv"), "age,city,label\n1,Ulm,0\n2.5,\"Bonn, am Rhein\",1\n3,,0\n");
        try (RowStreams streams = new RowStreams()) {
            List.of(csv + "#city", csv + "#label", csv.toString()).forEach(streams::take);
            RowStream city = streams.open(csv + "#city");
            RowStream label = streams.open(csv + "#label");
            RowStream rest = streams.open(csv.toString());
            assertThat(city.next(2).getString(1)).isEqualTo("Bonn, am Rhein");
            assertThat(label.next(2).toDoubles()).containsExactly(0, 1);
            assertThat(rest.next(2).toDoubles()).containsExactly(1, 2.5);
            assertThat(city.next(2).getString(0)).isEmpty();
            assertThat(label.next(2).size()).isEqualTo(1);
            assertThat(rest.next(2).size()).isEqualTo(1);
            assertThat(city.next(2).size()).isZero();
        }
    }

    @Test
    void texts_that_look_like_numbers_stay_texts() throws IOException {
        Path csv = Files.writeString(folder.resolve("p.csv"), "postcode\n01067\n10115\n");
        try (RowStreams streams = new RowStreams()) {
            assertThat(streams.open(csv + "#postcode", true).next(1).getString(0))
                    .isEqualTo("01067");
        }
        assertThat(all(csv + "#postcode", 5).toDoubles()).containsExactly(1067, 10115);
    }

    @Test
    void what_is_no_data_is_refused() throws IOException {
        Path csv = Files.writeString(folder.resolve("a.csv"), "a,a\n1,2\n");
        Path lines = Files.writeString(folder.resolve("a.jsonl"), "{\"x\": [1]}\n{\"x\": [1, 2]}\n");
        Path cut = folder.resolve("cut.npy");
        Files.write(cut, Arrays.copyOf(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 10}, 9));
        Files.writeString(folder.resolve("a.parquet"), "PAR1");
        for (String reference : List.of(
                csv.toString(),
                lines + "#x",
                lines + "#y",
                cut.toString(),
                folder.resolve("a.parquet").toString(),
                "nowhere.npy")) {
            assertThatThrownBy(() -> all(reference, 10))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("Received: ");
        }
    }

    private static Tensor all(String reference, int most) {
        List<Tensor> parts = new ArrayList<>();
        try (RowStreams streams = new RowStreams()) {
            RowStream stream = streams.open(reference);
            for (Tensor part = stream.next(most); part.shape().size(0) > 0; part = stream.next(most)) {
                parts.add(part);
            }
        }
        return Tensor.concatenate(parts);
    }
}
