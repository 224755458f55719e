package org.etrngateway.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.etrngateway.address.HostAddress;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.Loaded;
import org.etrngateway.config.LogConfig;
import org.etrngateway.config.ReplacedFile;
import org.etrngateway.log.LogConfigurator;
import org.etrngateway.net.ListenException;
import org.etrngateway.net.Supervisor;
import org.etrngateway.queue.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as a process: from its settings to its exit code, with the signals in between. */
final class Server {
    private final Path configFile;
    private final Optional<Path> portFile;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    Server(Path configFile, Optional<Path> portFile) {
        this.configFile = configFile;
        this.portFile = portFile;
    }

    /**
     * Runs until a signal or a fault ends it.
     *
     * @return the exit code
     * @throws OperatorException if it cannot start
     */
    int run() {
        GatewayConfig config = ConfigOption.load(configFile);
        LogConfigurator.claim(config.log().format() == LogConfig.Format.JSON);
        Logger log = LoggerFactory.getLogger(Server.class);
        try (Gateway gateway = Gateway.open(config, Clock.systemUTC(), () -> end.complete(ExitCode.IO_ERROR))) {
            ready(log, gateway.addresses());
            Signals.on("HUP", () -> reload(log, gateway));
            Signals.on("TERM", () -> end.complete(ExitCode.OK));
            Signals.on("INT", () -> end.complete(ExitCode.OK));
            LogConfigurator.bridge();
            gateway.startRest();
            int code = end.join();
            supervisor().stopping();
            log.info(code == ExitCode.OK ? "stopping" : "the disk failed: ending; a new start reads what it holds");
            return code;
        } catch (ListenException | SpoolException e) {
            throw new OperatorException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    private void ready(Logger log, Map<String, InetSocketAddress> addresses) {
        String all = addresses.entrySet().stream()
                .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                .collect(Collectors.joining(", "));
        log.info("ready: {}", all);
        supervisor().ready(all);
        portFile.ifPresent(file -> write(file, addresses));
        System.out.println("ready: " + all);
        System.out.flush();
    }

    /** Not before the log is claimed, for it may have something to log. */
    private static Supervisor supervisor() {
        return Supervisor.at(System.getenv("NOTIFY_SOCKET"));
    }

    /** Names of listeners need no escapes in JSON, for they are words. */
    private static void write(Path file, Map<String, InetSocketAddress> addresses) {
        String json = addresses.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":\"" + text(entry.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        try {
            ReplacedFile.write(file, List.of(json));
        } catch (IOException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "cannot write " + file + ": " + e.getMessage());
        }
    }

    private static String text(InetSocketAddress address) {
        return new HostAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    private void reload(Logger log, Gateway gateway) {
        Loaded loaded = ConfigLoader.load(configFile);
        loaded.problems()
                .forEach(
                        problem -> log.atError().addKeyValue("problem", problem).log("settings"));
        loaded.config()
                .ifPresentOrElse(
                        gateway::reload,
                        () -> log.error("the settings have problems: those read before stay in force"));
    }
}
