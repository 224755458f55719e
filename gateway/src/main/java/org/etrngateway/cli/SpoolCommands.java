package org.etrngateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.etrngateway.log.Printable;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.spool.SpoolArchive;
import org.etrngateway.queue.spool.SpoolException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands about the files of a spool have in common: which spool, and what becomes of errors. */
abstract class SpoolCommands implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SpoolOption spool;

    @Override
    public final Integer call() {
        try {
            int result = run();
            out().flush();
            return result;
        } catch (SpoolException e) {
            throw new OperatorException(ExitCode.UNAVAILABLE, e.getMessage());
        } catch (IOException e) {
            throw new OperatorException(ExitCode.IO_ERROR, reason(e));
        }
    }

    /** Does the work; returns the exit code. */
    abstract int run() throws IOException;

    /** Where the spool is, or is to be. */
    Path folder() {
        return spool.folder();
    }

    SpoolArchive archive() {
        return spool.archive();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** A line on standard error. */
    void warn(Object text) {
        spec.commandLine().getErr().println(Printable.of(text.toString()));
    }

    ProgressLine progress() {
        return ProgressLine.on(spec.commandLine().getErr());
    }

    /** A number and its noun. */
    static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    static OperatorException unknown(MessageId id) {
        return new OperatorException(ExitCode.USAGE, "the log does not tell of a message " + id);
    }

    static MessageId id(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(ExitCode.USAGE, e.getMessage());
        }
    }

    /** In words: these exceptions have only the path in their message. */
    private static String reason(IOException error) {
        if (error instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied: run this as the gateway's user";
        }
        if (error instanceof NoSuchFileException gone) {
            return gone.getFile() + " is not there";
        }
        if (error instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getFile() + ": " + failed.getReason();
        }
        return error.getMessage();
    }
}
