/**
 * One path for all triggers: claim, send, settle. Failure scope, ordering, budgets, bounces.
 */
package org.etrngateway.delivery;
