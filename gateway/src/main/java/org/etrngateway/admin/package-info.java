/** The one operations class, and its HTTP face. */
package org.etrngateway.admin;
