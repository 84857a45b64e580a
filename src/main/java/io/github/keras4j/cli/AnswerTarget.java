package io.github.keras4j.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Where answers go. */
interface AnswerTarget extends AutoCloseable {
    void write(String text) throws IOException;

    /** All answers are written. */
    void commit() throws IOException;

    @Override
    void close() throws IOException;

    /** Each piece is seen by who reads at once; a closed pipe ends the work. */
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
    static AnswerTarget file(Path path) throws IOException {
        OutputFile file = OutputFile.open(path);
        BufferedWriter writer = file.writer();
        return new AnswerTarget() {
            @Override
            public void write(String text) throws IOException {
                writer.write(text);
            }

            @Override
            public void commit() throws IOException {
                writer.close();
                file.commit();
            }

            @Override
            public void close() throws IOException {
                try {
                    writer.close();
                } finally {
                    file.close();
                }
            }
        };
    }

    /** Takes everything and keeps nothing. */
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
