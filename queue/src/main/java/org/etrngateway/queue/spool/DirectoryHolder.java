package org.etrngateway.queue.spool;

/** The directory that is in force. Thread-safe. */
final class DirectoryHolder {
    private volatile Directory current;

    DirectoryHolder(Directory first) {
        current = first;
    }

    Directory get() {
        return current;
    }

    void set(Directory next) {
        current = next;
    }
}
