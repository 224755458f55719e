/**
 * Who may send, where to, and who may release which site's mail; limits on what clients ask for. All
 * answers come from memory.
 */
package org.etrngateway.policy;
