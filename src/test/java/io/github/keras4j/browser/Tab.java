package io.github.keras4j.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tab of {@link Chromium}: opens a page, runs scripts in it, draws and prints it, and notes what went wrong. */
public final class Tab implements WebSocket.Listener, AutoCloseable {
    private static final int SECONDS = 300;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final WebSocket socket;
    private int calls;

    Tab(URI address) throws InterruptedException {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .join();
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(MAPPER.readTree(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    /** Opens the page in a window of that size, as a reader has it who prefers dark, or light, pages. */
    public Tab open(Path page, int width, boolean dark) throws InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
        String scheme = dark ? "dark" : "light";
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        waitFor("Page.loadEventFired");
        return this;
    }

    /** What an expression gives, as JSON. */
    public JsonNode eval(String script) throws InterruptedException {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        assertThat(answer.has("exceptionDetails"))
                .as("%s gave %s", script, answer)
                .isFalse();
        return answer.get("result").path("value");
    }

    /** The mouse pressed at one place of the window and let go at another. */
    public void drag(double fromX, double fromY, double toX, double toY) throws InterruptedException {
        mouse("mouseMoved", fromX, fromY, 0);
        mouse("mousePressed", fromX, fromY, 1);
        for (int i = 1; i <= 5; i++) {
            mouse("mouseMoved", fromX + (toX - fromX) * i / 5, fromY + (toY - fromY) * i / 5, 1);
        }
        mouse("mouseReleased", toX, toY, 1);
    }

    private void mouse(String type, double x, double y, int pressed) throws InterruptedException {
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        x,
                        "y",
                        y,
                        "button",
                        pressed == 1 ? "left" : "none",
                        "buttons",
                        pressed,
                        "clickCount",
                        pressed));
    }

    /** Draws the whole page into a PNG. */
    public void screenshot(Path png) throws IOException, InterruptedException {
        JsonNode answer = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.write(png, Base64.getDecoder().decode(answer.get("data").stringValue()));
    }

    /** Lays the page out for paper, as a reader has it who prefers dark pages. */
    public void asOnPaper() throws InterruptedException {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("media", "print", "features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        eval("dispatchEvent(new Event('beforeprint'))");
    }

    /** Prints the page as a reader would. */
    public void print(Path pdf) throws IOException, InterruptedException {
        JsonNode answer = call("Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", false));
        Files.write(pdf, Base64.getDecoder().decode(answer.get("data").stringValue()));
    }

    /** What the page asked the network or the disk for, itself included. */
    public List<String> requests() {
        return requests;
    }

    /** Errors, warnings and breaches of the page's policy. */
    public List<String> complaints() {
        return complaints;
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
        int id = ++calls;
        socket.sendText(MAPPER.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        JsonNode message;
        do {
            message = next(method);
        } while (message.path("id").asInt(0) != id);
        assertThat(message.has("error")).as("%s gave %s", method, message).isFalse();
        return message.get("result");
    }

    private void waitFor(String event) throws InterruptedException {
        while (!next(event).path("method").asString("").equals(event)) {
            continue;
        }
    }

    private JsonNode next(String wanted) throws InterruptedException {
        JsonNode message = received.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("the browser answers %s", wanted).isNotNull();
        JsonNode parameters = message.path("params");
        switch (message.path("method").asString("")) {
            case "Network.requestWillBeSent" ->
                requests.add(parameters.get("request").get("url").stringValue());
            case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                complaints.add(parameters.toString());
            default -> {}
        }
        return message;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
