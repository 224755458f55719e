/**
 * What senders are told of their mail: whether they are, in which words, and as a report that programs read (RFC 3461 to
 * RFC 3464, RFC 6533).
 */
package org.etrngateway.notice;
