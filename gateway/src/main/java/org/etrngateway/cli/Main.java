package org.etrngateway.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        Optional<Server> server = plainRun(arguments);
        if (server.isEmpty()) {
            return GatewayCommand.commandLine().execute(arguments);
        }
        try {
            return server.get().run();
        } catch (OperatorException e) {
            System.err.println(e.getMessage());
            return e.exitCode();
        }
    }

    /** The server, if the words are {@code run [--config FILE] [--port-file FILE]} and nothing more. */
    private static Optional<Server> plainRun(String[] arguments) {
        if (arguments.length % 2 == 0 || !arguments[0].equals("run")) {
            return Optional.empty();
        }
        Path config = ConfigOption.standard();
        Optional<Path> portFile = Optional.empty();
        for (int i = 1; i < arguments.length; i += 2) {
            if (arguments[i].equals("--config")) {
                config = Path.of(arguments[i + 1]);
            } else if (arguments[i].equals("--port-file")) {
                portFile = Optional.of(Path.of(arguments[i + 1]));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Server(config, portFile));
    }
}
