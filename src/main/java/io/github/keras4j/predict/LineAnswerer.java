package io.github.keras4j.predict;

import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.LineBlock;
import io.github.keras4j.data.Row;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.errors.Keras4jException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers blocks of JSON Lines on one thread. Line <i>n</i> always takes slot <i>n mod batch size</i>, so a bad
 * neighbour can't change its answer.
 */
final class LineAnswerer implements AutoCloseable {
    private final Rows rows;
    private final RowReader reader;
    private final AnswerWriter writer;
    private final Optional<PlainTexts> plainTexts;

    LineAnswerer(Rows rows, RowReader reader, AnswerWriter writer) {
        this.rows = rows;
        this.reader = reader;
        this.writer = writer;
        this.plainTexts = PlainTexts.of(rows, reader, writer);
    }

    /** How many line numbers share a batch. */
    int window() {
        return rows.batchSize();
    }

    /** The answers of all lines of a block, in order. */
    Answers answer(LineBlock block) {
        int offset = (int) ((block.number(0) - 1) % rows.batchSize());
        return plainTexts.flatMap(plain -> plain.answer(block, offset)).orElseGet(() -> answerAny(block, offset));
    }

    private Answers answerAny(LineBlock block, int offset) {
        Work work = new Work(block, offset);
        for (int line = 0; line < block.size(); line++) {
            if (block.isBlank(line)) {
                continue; // as the end of the last line, and as people separate blocks
            }
            if (block.isReset(line)) {
                work.run();
                rows.resetStates();
                continue;
            }
            work.read(line);
        }
        work.run();
        return work.answers();
    }

    @Override
    public void close() {
        rows.close();
    }

    /** The answer to a bad line. */
    static String error(long number, Keras4jException error) {
        return "{\"line\": " + number + ", \"error\": " + JsonText.quoted(oneLine(error)) + "}";
    }

    /** What went wrong, without ends of line. */
    static String oneLine(Keras4jException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** One block on its way. */
    private final class Work {
        private final LineBlock block;
        /** By line; null for one that gets none. */
        private final @Nullable String[] answers;

        private final boolean[] bad;
        /** The place of the block's first line in its batch. */
        private final int offset;

        private final List<Rows.Placed> waiting = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Work(LineBlock block, int offset) {
            this.block = block;
            this.answers = new @Nullable String[block.size()];
            this.bad = new boolean[block.size()];
            this.offset = offset;
        }

        void read(int line) {
            try {
                waiting.add(new Rows.Placed(offset + line, reader.read(block.text(line))));
            } catch (Keras4jException e) {
                fail(line, e);
            }
        }

        void run() {
            List<Rows.Outcome> outcomes = rows.answer(waiting, offset + block.size());
            for (int i = 0; i < outcomes.size(); i++) {
                int line = waiting.get(i).place() - offset;
                try {
                    answers[line] = answer(waiting.get(i).row(), outcomes.get(i));
                } catch (Keras4jException e) {
                    fail(line, e);
                }
            }
            waiting.clear();
        }

        private String answer(Row row, Rows.Outcome outcome) {
            text.setLength(0);
            writer.append(text, row, outcome.outputs());
            return text.toString();
        }

        private void fail(int line, Keras4jException error) {
            answers[line] = error(block.number(line), error);
            bad[line] = true;
        }

        Answers answers() {
            StringBuilder all = new StringBuilder(answers.length * 48);
            List<Answers.Failed> errors = new ArrayList<>();
            int count = 0;
            for (int line = 0; line < answers.length; line++) {
                String answer = answers[line];
                if (answer == null) {
                    continue; // a blank line, or an order
                }
                all.append(answer).append('\n');
                if (bad[line]) {
                    errors.add(new Answers.Failed(count, answer));
                }
                count++;
            }
            return new Answers(all.toString(), count, errors);
        }
    }
}
