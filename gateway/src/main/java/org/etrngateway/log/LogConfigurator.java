package org.etrngateway.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Configures Logback in code: an XML file would cost a parser at every start. Acts only in a process that
 * {@linkplain #claim claimed} the log; elsewhere, in tests, Logback looks for its files as ever.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final String CLAIM = "gateway.log";
    /** Libraries whose everyday news is no news for an operator. */
    private static final List<String> QUIET =
            List.of("io.netty", "org.eclipse.jetty", "org.quartz", "org.xbill", "h2database");

    /**
     * Says how this process logs. Must come before the first logger is made.
     *
     * @param json one JSON object an event instead of a line of text
     */
    public static void claim(boolean json) {
        System.setProperty(CLAIM, json ? "json" : "text");
    }

    /** Leads here what libraries log by java.util.logging. Costs a moment, and so is not part of {@link #claim}. */
    public static void bridge() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        String format = System.getProperty(CLAIM);
        if (format == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(format.equals("json") ? json(context) : text(context));
        // Not System.err: each event is one write already.
        appender.setOutputStream(new FileOutputStream(FileDescriptor.err));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        // It logs what it also throws.
        context.getLogger("io.javalin").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        TextEncoder encoder = new TextEncoder();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithMDC(false);
        encoder.setWithMarkers(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
