package org.etrngateway.scheduler;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.DateBuilder;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alarms on Quartz, with its rules in memory: they come from the settings at each start. Thread-safe. */
public final class QuartzAlarms implements Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(QuartzAlarms.class);

    private final Map<String, Runnable> tasks = new ConcurrentHashMap<>();
    private final Scheduler scheduler;

    /**
     * Starts a scheduler of its own.
     *
     * @param name one JVM gives the same scheduler for the same name, so each needs its own
     */
    public QuartzAlarms(String name) {
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", name);
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "2");
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        try {
            scheduler = new StdSchedulerFactory(settings).getScheduler();
            scheduler.setJobFactory((bundle, owner) ->
                    new Ring(tasks.get(bundle.getJobDetail().getKey().getName())));
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public void every(String name, Duration period, Runnable task) {
        if (tasks.putIfAbsent(name, task) != null) {
            throw new IllegalArgumentException("there is an alarm " + name);
        }
        try {
            scheduler.scheduleJob(
                    JobBuilder.newJob(Ring.class).withIdentity(name).build(),
                    TriggerBuilder.newTrigger()
                            .withIdentity(name)
                            .startAt(DateBuilder.futureDate(
                                    Math.toIntExact(period.toMillis()), DateBuilder.IntervalUnit.MILLISECOND))
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(period.toMillis())
                                    .repeatForever()
                                    .withMisfireHandlingInstructionNextWithRemainingCount())
                            .build());
        } catch (SchedulerException e) {
            throw new IllegalStateException("the alarm " + name + " cannot be set: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(false);
        } catch (SchedulerException e) {
            LOG.warn("Quartz does not end: {}", e.getMessage());
        }
    }

    /** One run of a task. */
    @DisallowConcurrentExecution
    private static final class Ring implements Job {
        private final Runnable task;

        Ring(Runnable task) {
            this.task = task;
        }

        @Override
        public void execute(JobExecutionContext context) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("alarm {} failed", context.getJobDetail().getKey().getName(), e);
            }
        }
    }
}
