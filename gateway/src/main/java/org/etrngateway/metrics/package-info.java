/**
 * Figures for a monitoring system; the only user of Micrometer. What happens is counted in plain numbers from the first
 * connection on; the library begins behind the banner, and what is a level is read when somebody asks.
 */
package org.etrngateway.metrics;
