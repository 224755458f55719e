/** How events are written: one line each, as text or JSON, to standard error. */
package org.etrngateway.log;
