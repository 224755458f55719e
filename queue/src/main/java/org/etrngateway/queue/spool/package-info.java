/** The log that is the truth: segments, group commit, recovery. */
package org.etrngateway.queue.spool;
