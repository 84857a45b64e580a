package io.github.keras4j.cli;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.Answers;
import io.github.keras4j.predict.Document;
import io.github.keras4j.predict.JsonInput;
import io.github.keras4j.predict.JsonPredictor;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * One run of {@code predict}: from an input to its answers.
 *
 * @param input empty: stdin
 * @param output empty: {@code stdout}
 * @param errors where answers to bad inputs go as well
 * @param resume whether the output is gone on with
 * @param overwrite whether files that are there may be replaced
 */
record PredictRun(
        JsonPredictor predictor,
        Optional<Path> input,
        Optional<Path> output,
        Optional<Path> errors,
        boolean resume,
        boolean overwrite,
        PrintWriter stdout) {
    /** @return what was answered */
    Tally run() throws IOException {
        Tally tally = new Tally();
        try (Watched watched = new Watched(input.isPresent() ? Files.newInputStream(input.get()) : System.in);
                JsonInput from = JsonInput.of(watched, input);
                AnswerTarget bad = errors.isPresent()
                        ? AnswerTarget.file(errors.get(), overwrite || resume)
                        : AnswerTarget.none()) {
            Optional<Document> document = predictor.document(from);
            if (document.isPresent()) {
                document(document.get(), tally, bad);
            } else {
                lines(from, watched, tally, bad);
            }
            bad.commit();
        } catch (EOFException | ZipException e) {
            throw new Keras4jException(
                    "The gzip input is damaged or cut short (" + e.getMessage() + "). Received: "
                            + input.map(Path::toString).orElse("stdin"),
                    e);
        }
        return tally;
    }

    private void document(Document document, Tally tally, AnswerTarget bad) throws IOException {
        try (AnswerTarget to = documentTarget();
                Progress progress = progress(document.samples(), Progress.Unit.SAMPLES)) {
            predictor.answer(document, progress::stepBy, more -> write(more, tally, to, bad));
            to.commit();
        }
    }

    private AnswerTarget documentTarget() throws IOException {
        if (output.isEmpty()) {
            return AnswerTarget.stdout(stdout);
        }
        return resume ? AnswerTarget.sameFile(output.get()) : AnswerTarget.file(output.get(), overwrite);
    }

    private void lines(JsonInput from, Watched watched, Tally tally, AnswerTarget bad) throws IOException {
        ResumePoint point = resume ? earlier(tally, bad) : ResumePoint.START;
        try (AnswerTarget to = lineTarget(point);
                Progress progress = progress(input.isPresent() ? Files.size(input.get()) : 0, Progress.Unit.BYTES)) {
            watched.tell(progress);
            predictor.lines(from, point.skip(), more -> write(more, tally, to, bad));
            to.commit();
        }
    }

    private AnswerTarget lineTarget(ResumePoint point) throws IOException {
        if (output.isEmpty()) {
            return AnswerTarget.stdout(stdout);
        }
        return resume ? new ResumedTarget(output.get(), point) : AnswerTarget.file(output.get(), overwrite);
    }

    /** No progress bar if answers go to the terminal. */
    private Progress progress(long total, Progress.Unit unit) {
        return output.isPresent() && total > 0 ? Progress.of("predict", total, unit) : Progress.NONE;
    }

    private ResumePoint earlier(Tally tally, AnswerTarget bad) throws IOException {
        List<String> found = new ArrayList<>();
        ResumePoint point = ResumePoint.of(output.orElseThrow(), found::add);
        // the last answer is made again, and counted then
        boolean again = !found.isEmpty() && found.get(found.size() - 1).equals(point.last());
        for (String error : found.subList(0, found.size() - (again ? 1 : 0))) {
            bad.write(error + "\n");
            tally.addError(error);
        }
        tally.addEarlier(point.skip());
        return point;
    }

    /** Of a resumed output the first answer is the one that stands there last, and was counted with it. */
    private static void write(Answers more, Tally tally, AnswerTarget to, AnswerTarget bad) throws IOException {
        to.write(more.text());
        for (Answers.Failed error : more.errors()) {
            bad.write(error.text() + "\n");
        }
        tally.add(more);
    }

    /** The input, whose bytes are counted as they are read. */
    private static final class Watched extends FilterInputStream {
        private Progress progress = Progress.NONE;
        private long before;

        Watched(InputStream in) {
            super(in);
        }

        /** Also of what was read already, to see whether it is a document. */
        void tell(Progress its) {
            its.stepBy(before);
            progress = its;
        }

        private void count(int bytes) {
            before += bytes;
            progress.stepBy(bytes);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            int read = super.read(bytes, from, count);
            count(Math.max(0, read));
            return read;
        }
    }
}
