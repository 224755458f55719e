package org.etrngateway.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A request octet by octet as a test wants it, which clients that know better would not send. Immutable. */
record RawRequest(String method, String target, Map<String, String> headers, String body) {
    private static final int LIMIT_MS = 60_000;

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    static RawRequest of(String method, String target) {
        return new RawRequest(method, target, Map.of(), "");
    }

    RawRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new RawRequest(method, target, more, body);
    }

    RawRequest with(String content) {
        return new RawRequest(method, target, headers, content);
    }

    /** Sends it, and waits for the answer; events have no end, so that of them it is the headers. */
    Answer send(URI server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MS);
            socket.getOutputStream().write(octets(server));
            return answer(socket.getInputStream());
        }
    }

    /** HTTP/1.0, so that the end of the answer is the end of the connection. */
    private byte[] octets(URI server) {
        StringBuilder out = new StringBuilder(method + " " + target + " HTTP/1.0\r\n");
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", "127.0.0.1:" + server.getPort());
        if (!body.isEmpty()) {
            all.put("Content-Length", "" + body.getBytes(StandardCharsets.UTF_8).length);
        }
        all.putAll(headers);
        all.forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
        return out.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Answer answer(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read.write(octet);
                if (octet == '\n' && isOfEvents(read)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("no end of the answer: " + read.toString(StandardCharsets.UTF_8), e);
        }
        String all = read.toString(StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + all);
        }
        String[] lines = all.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(": *", 2);
            headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1], (one, more) -> one + ", " + more);
        }
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, all.substring(end + 4));
    }

    private static boolean isOfEvents(ByteArrayOutputStream read) {
        String all = read.toString(StandardCharsets.UTF_8);
        return all.contains("text/event-stream") && all.endsWith("\r\n\r\n");
    }
}
