package org.etrngateway.doctor;

import java.util.List;

/** A look at one thing. It may take seconds; it changes nothing that lasts, and never fails: what fails, it found. */
@FunctionalInterface
public interface Check {
    List<Finding> look();
}
