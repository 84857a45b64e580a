package io.github.keras4j.cli;

import io.github.keras4j.data.OutputFile;
import io.github.keras4j.errors.Keras4jException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where answers go. */
interface AnswerTarget extends AutoCloseable {
    int BUFFER = 1 << 16;

    void write(String text) throws IOException;

    /** All answers are written. */
    void commit() throws IOException;

    @Override
    void close() throws IOException;

    /** Writes to stdout at once; a closed pipe ends the work. */
    static AnswerTarget stdout(PrintWriter out) {
        return new AnswerTarget() {
            @Override
            public void write(String text) throws IOException {
                out.print(text);
                StdoutWriter.check(out);
            }

            @Override
            public void commit() throws IOException {
                StdoutWriter.check(out);
            }

            @Override
            public void close() {}
        };
    }

    /** A file that appears whole at the end. */
    static AnswerTarget file(Path path, boolean overwrite) throws IOException {
        OutputFile file = OutputFile.open(path, overwrite);
        return file(file, file::commit);
    }

    /** A file that appears whole at the end, unless an existing file is not the beginning of it. */
    static AnswerTarget sameFile(Path path) throws IOException {
        OutputFile file = OutputFile.open(path);
        return file(file, () -> {
            if (!file.continuesWhatIsThere()) {
                throw new Keras4jException("--resume goes on with an output of the same command, and this one gives"
                        + " another answer. Received: " + path);
            }
            file.commit();
        });
    }

    private static AnswerTarget file(OutputFile file, Commit commit) throws IOException {
        OutputStream out = new BufferedOutputStream(file.stream(), BUFFER);
        return new AnswerTarget() {
            @Override
            public void write(String text) throws IOException {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void commit() throws IOException {
                out.close();
                commit.run();
            }

            @Override
            public void close() throws IOException {
                try {
                    out.close();
                } finally {
                    file.close();
                }
            }
        };
    }

    /** Puts a written file into its place. */
    interface Commit {
        void run() throws IOException;
    }

    /** Discards everything. */
    static AnswerTarget none() {
        return new AnswerTarget() {
            @Override
            public void write(String text) {}

            @Override
            public void commit() {}

            @Override
            public void close() {}
        };
    }
}
