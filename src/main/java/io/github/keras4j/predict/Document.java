package io.github.keras4j.predict;

import io.github.keras4j.data.InputSpec;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.LineBlock;
import io.github.keras4j.data.LineReader;
import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One TF Serving or KServe document, whose outline is known and whose numbers are not yet read. */
public final class Document {
    private final DocumentSource source;
    private final Optional<Outline> outline;
    private final Optional<Keras4jException> fault;

    private Document(DocumentSource source, Optional<Outline> outline, Optional<Keras4jException> fault) {
        this.source = source;
        this.outline = outline;
        this.fault = fault;
    }

    /** How many samples it has; 0 if it can't be answered. */
    public long samples() {
        return outline.map(Outline::samples).orElse(0L);
    }

    DocumentSource source() {
        return source;
    }

    /** @throws Keras4jException where it can't be answered */
    Outline outline() {
        if (fault.isPresent()) {
            throw fault.get();
        }
        return outline.orElseThrow();
    }

    /**
     * Whether an input with this beginning may be a document: an object with a key {@code instances} or {@code inputs},
     * unless a model's input has that name.
     */
    static boolean begins(byte[] head, List<InputSpec> inputs) {
        try (JsonParser parser = Json.tokens(new String(head, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", ""))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                String name = key;
                if (inputs.stream().anyMatch(input -> input.name().equals(name))) {
                    return false;
                }
                if (key.equals("instances") || key.equals("inputs")) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (JacksonException e) {
            return false;
        }
    }

    /**
     * @param source what {@link #begins} as a document
     * @param mostBytes how large one sample may be
     * @return empty where it is the first of several lines
     */
    static Optional<Document> of(DocumentSource source, int mostBytes) throws IOException {
        try (JsonParser parser = Json.tokens(source.open(0))) {
            return new OutlineReader(parser, mostBytes)
                    .read()
                    .map(found -> new Document(source, Optional.of(found), Optional.empty()));
        } catch (JacksonException e) {
            return areLines(source, mostBytes) ? Optional.empty() : Optional.of(broken(source, Json.failure(e)));
        } catch (Keras4jException e) {
            return areLines(source, mostBytes) ? Optional.empty() : Optional.of(broken(source, e));
        }
    }

    private static Document broken(DocumentSource source, Keras4jException fault) {
        return new Document(source, Optional.empty(), Optional.of(fault));
    }

    /**
     * Whether a bad document is in truth several lines, the first of which looks like a document: one of the first two
     * lines is a whole JSON value. Otherwise a bad first line would make all others unanswered.
     */
    private static boolean areLines(DocumentSource source, int mostBytes) throws IOException {
        try (InputStream in = source.open(0)) {
            LineReader lines = new LineReader(in, 1, mostBytes);
            boolean whole = false;
            int seen = 0;
            for (LineBlock block = lines.next(); block.size() > 0 && seen < 2; block = lines.next()) {
                if (!block.isBlank(0)) {
                    seen++;
                    whole |= isWhole(block);
                }
            }
            return seen == 2 && whole;
        }
    }

    private static boolean isWhole(LineBlock block) {
        try {
            Json.parse(block.text(0));
            return true;
        } catch (Keras4jException e) {
            return false;
        }
    }
}
