package org.etrngateway.cli;

import java.nio.file.Path;
import org.etrngateway.queue.spool.SpoolArchive;
import org.etrngateway.queue.spool.SpoolException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which spool, for all commands that read one from its files. */
final class SpoolOption {
    @Mixin
    private ConfigOption settings;

    @Option(
            names = "--spool",
            paramLabel = "FOLDER",
            description = "The folder of the spool; no settings are read then.")
    private Path spool;

    /** Where the spool is, or is to be. */
    Path folder() {
        return spool != null ? spool : settings.load().data().resolve("spool");
    }

    /**
     * @throws OperatorException if there is none
     */
    SpoolArchive archive() {
        try {
            return SpoolArchive.in(folder());
        } catch (SpoolException e) {
            throw new OperatorException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }
}
