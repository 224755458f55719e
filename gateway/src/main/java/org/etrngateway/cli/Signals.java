package org.etrngateway.cli;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK has no other door to them than {@code sun.misc.Signal}; naming
 * it in the source is a compiler warning that cannot be turned off, and so it is looked up.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs the task at each signal of that name from now on, on a thread of its own, one run at a time.
     *
     * @param name without SIG
     */
    static void on(String name, Runnable task) {
        Object lock = new Object();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handle = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        synchronized (lock) {
                            task.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handle);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals", e);
        }
    }
}
