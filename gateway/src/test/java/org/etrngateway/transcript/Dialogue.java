package org.etrngateway.transcript;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A session with the pure core for tests that are tables. */
public final class Dialogue {
    private final PureCore core = new PureCore(new Transcript("", Map.of(), List.of(), List.of(), List.of()));

    public Dialogue() {
        replies();
    }

    /** Sends a line; returns what came back, in one line. */
    public String say(String line) {
        core.send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return replies();
    }

    /** What was accepted. */
    public List<Accepted> accepted() {
        return core.accepted();
    }

    private String replies() {
        return Stream.generate(core::line)
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .collect(Collectors.joining(" "));
    }
}
