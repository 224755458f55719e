/**
 * The protocol machines of both sides. They do no I/O: events go in, actions come out, so that a
 * transcript drives them without a socket. Each belongs to one thread at a time.
 */
package org.etrngateway.session;
