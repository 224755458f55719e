package org.etrngateway.alert;

/** Tells the operator. Thread-safe. */
@FunctionalInterface
public interface Messenger {
    /** Tells it soon, as well as it can; waits for no network and throws nothing. */
    void tell(News news);
}
