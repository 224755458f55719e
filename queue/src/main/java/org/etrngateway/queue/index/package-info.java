/** The SQL view of the spool, which replay yields and nothing else. */
package org.etrngateway.queue.index;
