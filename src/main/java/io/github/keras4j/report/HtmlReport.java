package io.github.keras4j.report;

import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.compare.Verification.Skipped;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A verification as one page: what is wrong first, with its plots, then a row per fixture and engine. Nothing is
 * loaded from elsewhere and nothing runs, so it opens from disk, on paper and on a phone; light or dark as the reader
 * has it.
 */
public final class HtmlReport {
    private static final String STYLE = """
            :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#6a737d;--line:#d0d7de;--bad:#b42318;--good:#1a7f37;\
            --box:#f6f8fa;--mark:#c2410c}
            @media(prefers-color-scheme:dark){:root{--bg:#0f1419;--fg:#e6e8ea;--soft:#9aa4ae;--line:#323a43;--bad:#ff8a80;\
            --good:#6fdc8c;--box:#1a2129;--mark:#ffab70}}
            *{box-sizing:border-box}
            body{margin:0 auto;padding:1rem;max-width:72rem;background:var(--bg);color:var(--fg);\
            font:16px/1.5 system-ui,sans-serif}
            h1{font-size:1.5rem}h2{font-size:1.15rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:.5rem 0}
            .bad{color:var(--bad)}.good{color:var(--good)}.soft{color:var(--soft)}
            section{border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:6px;padding:.5rem 1rem;\
            margin:1rem 0}
            pre{background:var(--box);padding:.75rem;overflow-x:auto;font-size:.85rem;border-radius:4px}
            .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem}
            svg{width:100%;height:auto;max-height:22rem}svg text{fill:var(--fg);font:11px system-ui,sans-serif}
            .bar{fill:var(--mark)}.axis{stroke:var(--line)}
            .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
            td{overflow-wrap:anywhere}td:first-child{white-space:nowrap}
            @media print{:root{--bg:#fff;--fg:#000;--box:#fff;--soft:#444;--line:#999}section{break-inside:avoid}\
            pre{white-space:pre-wrap}}
            """;

    private HtmlReport() {}

    /** The whole page. */
    public static String of(Verification verification) {
        StringBuilder html = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>keras4j: ")
                .append(verification.passes() ? "all match" : "not all match")
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Java beside Python: ")
                .append(
                        verification.passes()
                                ? "<span class=\"good\">all match</span>"
                                : "<span class=\"bad\">not all match</span>")
                .append("</h1>\n<p>")
                .append(escape(TextReport.closing(verification)))
                .append("</p>\n");
        List<Result> results = verification.results().stream()
                .sorted(Comparator.comparingInt(result -> rank(result)))
                .toList();
        results.stream().filter(result -> result.outcome().isBad()).forEach(result -> bad(html, result));
        html.append("<h2>Every fixture on every engine</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th>result</th>")
                .append("<th>fixture</th><th>engine</th><th>what</th><th>ms</th></tr></thead>\n<tbody>\n");
        results.forEach(result -> row(html, result));
        return html.append("</tbody>\n</table></div>\n</body>\n</html>\n").toString();
    }

    private static int rank(Result result) {
        return result.outcome().isBad() ? 0 : result.outcome() instanceof Skipped ? 2 : 1;
    }

    private static void bad(StringBuilder html, Result result) {
        html.append("<section>\n<h2><span class=\"bad\">")
                .append(TextReport.word(result.outcome()))
                .append("</span> ")
                .append(escape(result.fixture()))
                .append(
                        result.engine().isEmpty()
                                ? ""
                                : " <span class=\"soft\">on " + escape(result.engine()) + "</span>")
                .append("</h2>\n<pre>")
                .append(escape(TextReport.of(result)))
                .append("</pre>\n");
        if (result.outcome() instanceof Failed failed) {
            failed.explanation().first().ifPresent(first -> plots(html, first));
        }
        html.append("</section>\n");
    }

    private static void plots(StringBuilder html, FirstDivergence first) {
        html.append("<div class=\"plots\">\n");
        HtmlPlots.growth(html, first);
        HtmlPlots.heatMap(html, first);
        HtmlPlots.distribution(html, first);
        html.append("</div>\n");
    }

    private static void row(StringBuilder html, Result result) {
        String kind = result.outcome().isBad() ? "bad" : result.outcome() instanceof Passed ? "good" : "soft";
        html.append("<tr><td class=\"")
                .append(kind)
                .append("\">")
                .append(TextReport.word(result.outcome()))
                .append("</td><td>")
                .append(escape(result.fixture()))
                .append("</td><td>")
                .append(escape(result.engine()))
                .append("</td><td>")
                .append(escape(TextReport.said(result.outcome())))
                .append(String.format(Locale.ROOT, "</td><td>%.0f</td></tr>\n", result.nanos() / 1e6));
    }

    /** Names come from files of others: what would be markup is shown as text. */
    static String escape(String text) {
        return JUnitXml.escape(text).replace("&#10;", "\n").replace("'", "&#39;");
    }
}
