/**
 * The grammar of SMTP, both ways: commands, replies, and the bytes of a message. No I/O and no state of a
 * session.
 */
package org.etrngateway.smtp;
