/** What operators can see and do: one operations class, and its HTTP face. */
package org.etrngateway.admin;
