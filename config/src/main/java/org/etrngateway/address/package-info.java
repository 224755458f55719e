/**
 * Names and addresses. Constructing a value of this package is the proof that it is valid: nothing
 * behind the border parses or checks an address again.
 */
package org.etrngateway.address;
