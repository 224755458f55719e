/** The web console: a page without a build step, whose files lie beside this package as resources. */
package org.etrngateway.console;
