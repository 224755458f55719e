package org.etrngateway.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The server. {@link Main} starts it without picocli where it can, which saves a tenth of a second. */
@Command(
        name = "run",
        description = {
            "Runs the gateway in the foreground; logs to standard error.",
            "SIGHUP reads the settings again, SIGTERM ends it in order."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:ended in order",
            "64:wrong usage",
            "69:a port or the spool is in use, or cannot be opened",
            "74:the disk failed; what was accepted is safe, and a new start reads it",
            "78:problems in the settings"
        })
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "The settings (config/gateway.yaml).")
    private Path config = ConfigOption.standard();

    @Option(
            names = "--port-file",
            paramLabel = "FILE",
            description = "Write the addresses of the listeners to this file, as JSON, once they are open.")
    private Path portFile;

    @Override
    public Integer call() {
        return new Server(config, Optional.ofNullable(portFile)).run();
    }
}
