package io.github.keras4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The frame of a self-contained page. Styles and scripts lie in it. Its content security policy lets the browser load
 * nothing and run only our scripts, whatever a name in the page contains.
 */
final class Page {
    private Page() {}

    /** What the page says at its head. */
    record Head(String title, boolean good, String lead, Map<String, String> about) {}

    /**
     * The whole page.
     *
     * @param styles texts of style sheets beside our own
     * @param scripts texts of scripts, in order; they run after the body is there
     */
    static String of(Head head, String body, List<String> styles, List<String> scripts) {
        Html html = new Html()
                .raw("<!DOCTYPE html>\n")
                .open("html", "lang", "en")
                .open("head")
                .raw("\n");
        html.empty("meta", "charset", "utf-8").raw("\n");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy(scripts))
                .raw("\n");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .raw("\n");
        html.element("title", "keras4j: " + head.title()).raw("\n");
        styles.forEach(style -> html.open("style").raw(style).end());
        html.open("style").raw(resource("report.css")).end().end();
        html.open("body").raw("\n");
        header(html, head);
        html.raw(body);
        scripts.forEach(script -> html.open("script").raw(script).end());
        return html.end().end().toString();
    }

    private static void header(Html html, Head head) {
        html.open("header", "class", head.good() ? "good" : "bad");
        html.element("p", "keras4j", "class", "brand");
        html.element("h1", head.title());
        html.element("p", head.lead());
        facts(html, head.about());
        html.end();
    }

    /** Names and values in a row, as far as there is room. */
    static void facts(Html html, Map<String, String> facts) {
        if (facts.isEmpty()) {
            return;
        }
        html.open("dl", "class", "facts");
        facts.forEach((name, value) -> {
            html.open("div").element("dt", name).element("dd", value).close();
        });
        html.end();
    }

    /** A text that lies beside this class. */
    static String resource(String name) {
        return read(Page.class.getPackageName().replace('.', '/') + "/" + name);
    }

    /** A text on the class path. */
    static String read(String path) {
        try (InputStream stream = Page.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String policy(List<String> scripts) {
        String ours = scripts.stream().map(Page::hash).collect(Collectors.joining(" "));
        return "default-src 'none'; style-src 'unsafe-inline'; script-src " + (ours.isEmpty() ? "'none'" : ours);
    }

    private static String hash(String script) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
