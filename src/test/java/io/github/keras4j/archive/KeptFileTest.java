package io.github.keras4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.purejava.Models;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.export.ModelExport;
import io.github.keras4j.export.Target;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Large arrays stay in a model's file, and are the same numbers for as long as the model lives, or refused. */
@DisabledOnOs(OS.WINDOWS)
class KeptFileTest {
    private static final int UNITS = 600;

    @TempDir
    Path folder;

    private final Tensor kernel = Models.gaussian(new Random(5), 0.1, UNITS, UNITS);
    private KerasModel model;

    @BeforeEach
    void make() {
        Weights weights = Models.weights("kernel", kernel, "bias", Models.gaussian(new Random(6), 0.1, UNITS));
        model = Models.chain(
                Generation.KERAS_3,
                Shape.of(-1, UNITS),
                Map.of("dense", weights),
                new Core.Dense(Models.info("dense", "Dense"), UNITS, Activation.of(Activation.Kind.TANH, -1), true));
    }

    private Path write(String name) {
        Path file = folder.resolve(name);
        new ModelExport(List.of(Target.KERAS_3), new PureJavaEngine()).write(model, file);
        return file;
    }

    private static Tensor read(Path file) {
        return ModelSource.of(file).read().weights().child("dense").get("kernel");
    }

    @Test
    void a_file_may_be_deleted_and_replaced() throws Exception {
        for (String name : List.of("model.h5", "model.keras")) {
            Path file = write(name);
            Tensor deleted = read(file);
            Files.move(write("other-" + name), file, StandardCopyOption.REPLACE_EXISTING);
            Tensor replaced = read(file);
            Files.delete(file);
            assertThat(deleted).as(name).isEqualTo(kernel);
            assertThat(replaced).as(name).isEqualTo(kernel);
            assertThat(replaced.toFloats()).isEqualTo(kernel.toFloats());
        }
    }

    @Test
    void numbers_that_were_written_over_are_refused() throws Exception {
        for (String name : List.of("model.h5", "model.keras")) {
            Path file = write(name);
            Tensor array = read(file);
            byte[] bytes = Files.readAllBytes(file);
            int at = indexOf(bytes, kernel.toFloats());
            bytes[at + 1001] ^= 1;
            Files.write(file, bytes, StandardOpenOption.WRITE);
            assertThatThrownBy(array::toFloats)
                    .isInstanceOf(MalformedArchiveException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("was written over after the model was loaded");
            Files.write(file, Arrays.copyOf(bytes, at + 5000)); // shorter, in its place
            assertThatThrownBy(() -> array.getFloat(3))
                    .isInstanceOf(MalformedArchiveException.class)
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void arrays_behind_a_user_block_are_found() throws Exception {
        byte[] plain = Files.readAllBytes(write("model.h5"));
        ByteBuffer moved = ByteBuffer.allocate(plain.length + 512).order(ByteOrder.LITTLE_ENDIAN);
        moved.position(512).put(plain);
        moved.putLong(512 + 24, 512); // the superblock's base address (HDF5 file format, II.A)
        Path file = Files.write(folder.resolve("moved.h5"), moved.array());
        assertThat(read(file)).isEqualTo(kernel);
    }

    /** As other programs write a zip: with members before it, of many lengths, and a comment; packed; damaged. */
    @Test
    void zips_of_others_are_read() throws Exception {
        Path file = write("model.keras");
        for (int method : List.of(ZipEntry.STORED, ZipEntry.DEFLATED)) {
            Path again = rewritten(file, method, "again-" + method + ".keras");
            assertThat(read(again)).isEqualTo(kernel);
        }
        Path stored = rewritten(file, ZipEntry.STORED, "damaged.keras");
        byte[] bytes = Files.readAllBytes(stored);
        bytes[indexOf(bytes, kernel.toFloats()) + 7] ^= 1;
        Files.write(stored, bytes);
        assertThatThrownBy(() -> read(stored))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("is not what was packed");
    }

    private Path rewritten(Path file, int method, String name) throws Exception {
        Path again = folder.resolve(name);
        try (ZipFile zip = new ZipFile(file.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(again))) {
            out.setComment("made again PK\5\6 by a test, in which a directory's signature stands");
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry("a/first/member"));
            out.write("with an odd length".getBytes(StandardCharsets.UTF_8));
            for (ZipEntry from : zip.stream().toList()) {
                byte[] content = zip.getInputStream(from).readAllBytes();
                CRC32 sum = new CRC32();
                sum.update(content);
                ZipEntry entry = new ZipEntry(from.getName());
                entry.setMethod(method);
                entry.setSize(content.length);
                entry.setCrc(sum.getValue());
                entry.setExtra(new byte[] {(byte) 0xfe, (byte) 0xca, 3, 0, 1, 2, 3});
                out.putNextEntry(entry);
                out.write(content);
            }
        }
        return again;
    }

    private static int indexOf(byte[] bytes, float[] numbers) {
        ByteBuffer first = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 8; i++) {
            first.putFloat(numbers[i]);
        }
        for (int at = 0; at < bytes.length - 32; at++) {
            if (Arrays.equals(bytes, at, at + 32, first.array(), 0, 32)) {
                return at;
            }
        }
        throw new IllegalStateException("the numbers are not there");
    }
}
