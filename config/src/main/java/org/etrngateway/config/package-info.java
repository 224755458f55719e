/**
 * The settings of a gateway as typed, immutable records, and the loader that reads them from YAML and
 * reports every problem at once with file, line and key. Only the composition root sees the whole tree.
 */
package org.etrngateway.config;
