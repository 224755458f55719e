package org.etrngateway.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The keyboard at which somebody sits, if somebody does. */
final class Keyboard {
    private static final Path INPUT = Path.of("/proc/self/fd/0");

    private Keyboard() {}

    /** Empty if what is read comes from a file, a pipe, or from nowhere. */
    @SuppressWarnings("SystemConsoleNull") // whether somebody types there, is asked of the system
    static Optional<Console> ofSomebody() {
        return Optional.ofNullable(System.console()).filter(console -> isTerminal());
    }

    private static boolean isTerminal() {
        try {
            Path device = Files.readSymbolicLink(INPUT);
            return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
