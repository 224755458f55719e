/** The mail queue: its contract, {@link org.etrngateway.queue.MailQueue}, and the values it speaks in. */
package org.etrngateway.queue;
