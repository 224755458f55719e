/** The self-test: what is looked at, what was found, and what an operator can do about it. */
package org.etrngateway.doctor;
