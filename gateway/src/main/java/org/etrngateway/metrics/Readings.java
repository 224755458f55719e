package org.etrngateway.metrics;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.alert.Alert;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.delivery.FlushFigures;
import org.etrngateway.queue.MailQueue;

/**
 * Where levels are read when somebody asks; from any thread, and from memory but for the room on the disk.
 *
 * @param sites the configured ones
 * @param flushes those that run
 * @param connections SMTP clients that are connected now
 * @param certificates when each one that we show ends, by its first name
 * @param alerts what is amiss now
 * @param data the folder whose disk is watched
 */
public record Readings(
        MailQueue queue,
        Supplier<Map<SiteName, SiteConfig>> sites,
        Supplier<? extends Collection<FlushFigures>> flushes,
        IntSupplier connections,
        Supplier<Map<String, Instant>> certificates,
        Supplier<? extends Collection<Alert>> alerts,
        Path data) {}
