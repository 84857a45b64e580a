package io.github.keras4j.fuzz;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.cli.Main;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the library about changed files. Whatever comes of one must be an answer or a {@link Keras4jException}, within 20
 * seconds of computing.
 *
 * <pre>Fuzzer SEED MUTANTS FOLDER    FOLDER gets the files that went wrong, each with its error</pre>
 */
final class Fuzzer {
    private static final long LIMIT_SECONDS = 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final int LARGEST_SEED_FILE = 200_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AtomicReference<Thread> asking = new AtomicReference<>();
    private final Random random;
    private final Mutants mutants;
    private final Path work;
    private final List<Path> fixtures;
    /** What went wrong: the error's first line by the mutant's number. */
    final TreeMap<Integer, String> wrong = new TreeMap<>();

    int answered;
    int refused;

    Fuzzer(long seed, Path fixtures, Path work) throws IOException {
        random = new Random(seed);
        mutants = new Mutants(seed);
        this.work = Files.createDirectories(work);
        try (Stream<Path> all = Files.walk(fixtures)) {
            this.fixtures = all.filter(file ->
                            file.endsWith(Fixture.FILE) && !file.toString().contains("training"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    public static void main(String[] args) throws Exception {
        Fuzzer fuzzer = new Fuzzer(Long.parseLong(args[0]), Path.of("fixtures"), Path.of(args[2]));
        int wanted = Integer.parseInt(args[1]);
        for (int done = 0; done < wanted; done += 1000) {
            fuzzer.run(done, Math.min(wanted, done + 1000));
            System.out.printf(
                    Locale.ROOT,
                    "%d mutants: %d answered, %d refused, %d wrong%n",
                    Math.min(wanted, done + 1000),
                    fuzzer.answered,
                    fuzzer.refused,
                    fuzzer.wrong.size());
        }
        fuzzer.wrong.forEach((number, error) -> System.out.println(number + ": " + error));
        System.exit(fuzzer.wrong.isEmpty() ? 0 : 1);
    }

    /** Mutants of these numbers, one after the other. */
    void run(int from, int to) throws IOException {
        ExecutorService thread = Executors.newSingleThreadExecutor(this::daemon);
        for (int number = from; number < to; number++) {
            Path folder = work.resolve("mutant-" + number);
            Files.createDirectories(folder);
            Runnable question = mutant(folder);
            Future<?> running = thread.submit(question);
            String error = "";
            try {
                await(running);
                answered++;
            } catch (TimeoutException e) {
                error = "no answer within " + LIMIT_SECONDS + " s";
                running.cancel(true);
                thread.shutdownNow();
                thread = Executors.newSingleThreadExecutor(this::daemon);
            } catch (java.util.concurrent.ExecutionException e) {
                if (e.getCause() instanceof Keras4jException) {
                    refused++;
                } else {
                    StringWriter trace = new StringWriter();
                    e.getCause().printStackTrace(new PrintWriter(trace));
                    error = trace.toString();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (error.isEmpty()) {
                delete(folder);
            } else {
                wrong.put(number, error.lines().findFirst().orElse(""));
                Files.writeString(folder.resolve("error.txt"), error);
            }
        }
        thread.shutdownNow();
    }

    /** Counts the time that the thread itself computes, since a busy machine may give it little. */
    private void await(Future<?> running)
            throws InterruptedException, TimeoutException, java.util.concurrent.ExecutionException {
        long id = asking.get().getId();
        long before = Math.max(0, THREADS.getThreadCpuTime(id));
        while (true) {
            try {
                running.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                if (THREADS.getThreadCpuTime(id) - before > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    throw e;
                }
            }
        }
    }

    private Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "fuzzer", 1 << 20); // as small a stack as a service's threads have
        asking.set(thread);
        thread.setDaemon(true);
        return thread;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Writes a mutant, and says what to ask of it. */
    private Runnable mutant(Path folder) throws IOException {
        Fixture fixture;
        do {
            fixture = FixtureReader.read(fixtures.get(random.nextInt(fixtures.size())));
        } while (Files.size(fixture.model()) > LARGEST_SEED_FILE
                || fixture.calls().isEmpty());
        String name = fixture.model().getFileName().toString();
        Path model = folder.resolve(name);
        byte[] original = Files.readAllBytes(fixture.model());
        switch (random.nextInt(10)) {
            case 0 -> {
                Path unchanged = fixture.folder();
                Path document = folder.resolve("document.json");
                Files.write(document, mutants.json(document(fixture)));
                return () -> ask(unchanged, document, folder.resolve("answers.json"));
            }
            case 1 -> {
                copy(fixture.folder(), folder);
                Path json = folder.resolve(Fixture.FILE);
                Files.write(json, mutants.json(Files.readAllBytes(json)));
                return () -> Keras4j.verify(folder);
            }
            case 2 -> {
                copy(fixture.folder(), folder);
                Path npz = folder.resolve("arrays.npz");
                if (Files.exists(npz)) {
                    Files.write(npz, mutants.zip(Files.readAllBytes(npz)));
                } else {
                    Path json = folder.resolve(Fixture.FILE);
                    Files.write(json, mutants.bytes(Files.readAllBytes(json)));
                }
                return () -> Keras4j.verify(folder);
            }
            case 3, 4, 5 -> {
                JsonNode config = fixture.config().isPresent()
                        ? JSON.readTree(Files.readAllBytes(fixture.config().get()))
                        : KerasArchives.open(fixture.model()).config();
                Path json = folder.resolve("config.json");
                Files.write(json, mutants.json(JSON.writeValueAsBytes(config)));
                Fixture asked = fixture;
                return () -> predict(ModelSource.of(asked.model(), json), asked);
            }
            default -> {
                Files.write(model, name.endsWith(".keras") ? mutants.zip(original) : mutants.bytes(original));
                Fixture asked = fixture;
                return () -> predict(
                        asked.config()
                                .map(config -> ModelSource.of(model, config))
                                .orElseGet(() -> ModelSource.of(model)),
                        asked);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    /** The fixture's first call as TF Serving's document. */
    private static byte[] document(Fixture fixture) {
        Tensor input = fixture.calls().get(0).inputs().get(0).value();
        return ("{\"instances\": " + JsonText.nested(input) + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** The command line, whose exit code must be one of its table. */
    private static void ask(Path model, Path document, Path answers) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code = Main.execute(
                writer, writer, "predict", model.toString(), "-i", document.toString(), "-o", answers.toString());
        if (code != 0 && code != 2 && code != 3 && code != 4) {
            throw new IllegalStateException("exit code " + code + ": " + said);
        }
        if (code != 0) {
            throw new Keras4jException(said.toString());
        }
    }

    private static void predict(ModelSource source, Fixture fixture) {
        LoadOptions options = LoadOptions.DEFAULT.withEngine(EngineChoice.PUREJAVA);
        try (KerasPort port = Keras4j.load(source, options)) {
            List<Tensor> inputs = new ArrayList<>();
            fixture.calls().get(0).inputs().forEach(input -> inputs.add(input.value()));
            port.predict(inputs);
        }
    }
}
