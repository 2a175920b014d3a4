package dev.undercurrent.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.topology.WebConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small HTTP server of fixed pages. Thread-safe. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int STOP_SECONDS = 1;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int NO_BODY = -1;

    static {
        // a client that is slow to ask or to read must not hold one of the few threads
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxRspTime", "30");
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Map<String, Page> pages;

    private WebServer(HttpServer server, ThreadPoolExecutor threads, Map<String, Page> pages) {
        this.server = server;
        this.threads = threads;
        this.pages = pages;
    }

    /**
     * Serves pages from now on.
     *
     * @param pages by path
     * @throws ConfigException if the address is not this machine's or the port is taken
     */
    public static WebServer start(WebConfig config, Map<String, Page> pages) {
        InetSocketAddress address = new InetSocketAddress(config.address(), config.port());
        if (address.isUnresolved()) {
            throw unusable("address", config.address(), "an address of this machine", "UNDERCURRENT_WEB_ADDRESS");
        }
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (BindException e) {
            boolean foreign = String.valueOf(e.getMessage()).contains("assign");
            throw foreign
                    ? unusable("address", config.address(), "an address of this machine", "UNDERCURRENT_WEB_ADDRESS")
                    : unusable("port", config.port(), "a free port", "UNDERCURRENT_WEB_PORT");
        } catch (IOException e) {
            throw unusable("port", config.port(), "a port this user may listen on", "UNDERCURRENT_WEB_PORT");
        }
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "web-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        WebServer web = new WebServer(server, threads, Map.copyOf(pages));
        server.setExecutor(threads);
        server.createContext("/", web::handle);
        server.start();
        LOG.atInfo()
                .addKeyValue("address", config.address())
                .addKeyValue("port", web.port())
                .log("serving metrics and probes");
        return web;
    }

    /** The port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Ends what is being answered, for a second at most, and stops listening. */
    @Override
    public void close() {
        threads.shutdown();
        server.stop(threads.getActiveCount() == 0 ? 0 : STOP_SECONDS);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Response response = respond(exchange); // whatever is sent with the request is not read, however long it is
            send(exchange, response);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("client went away");
        }
    }

    private Response respond(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        Page page = pages.get(path);
        if (page == null) {
            return error(
                    NOT_FOUND,
                    "path: unknown (expected: one of "
                            + pages.keySet().stream().sorted().toList() + ")");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return error(NOT_ALLOWED, "method: not allowed (expected: GET or HEAD)");
        }
        try {
            return page.answer();
        } catch (RuntimeException | LinkageError e) {
            LOG.atError().setCause(e).addKeyValue("path", path).log("page failed");
            return error(FAILED, "page: failed (expected: an answer); see the log");
        }
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        byte[] body = response.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", response.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body = zipped(body);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), head ? NO_BODY : body.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(body);
        }
        return zipped.toByteArray();
    }

    private static Response error(int status, String line) {
        return Response.json(status, Map.of("error", line));
    }

    private static ConfigException unusable(String property, Object value, String expected, String variable) {
        return new ConfigException(List.of(Problems.line("web." + property, value, expected) + "; set " + variable));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
