/**
 * Messages in files of others: mbox and zip, written and read. What SMTP says beside a message stands there as fields in
 * front of it, as delivery agents put them, and comes off again when it is read.
 */
package org.etrngateway.archive;
