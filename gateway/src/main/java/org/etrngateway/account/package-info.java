/**
 * Accounts: with what a site proves who it is. Their secrets lie in a file that only the gateway's user can read; what a
 * client says is checked by machines, one for each SASL mechanism (RFC 4422), that do no I/O.
 *
 * <p>What is kept of a password cannot be turned into it again: a hash for PLAIN and LOGIN, the keys of SCRAM-SHA-256.
 * CRAM-MD5 (RFC 2195) needs the password itself; who has such a client has it kept, sealed with a key from another file.
 */
package org.etrngateway.account;
