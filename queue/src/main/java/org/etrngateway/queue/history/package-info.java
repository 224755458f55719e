/**
 * What happened to sites: who asked for their mail, and how each flush went. A database of its own, which no recovery
 * deletes; the mail does not depend on it.
 */
package org.etrngateway.queue.history;
