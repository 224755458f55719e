/** The command line, and the composition root behind its {@code run}. */
package org.etrngateway.cli;
