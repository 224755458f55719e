/**
 * What the operator is told without having asked: each matter once when it begins and once when it is over, also over a
 * restart. {@link org.etrngateway.alert.Watch} finds what is amiss, from memory; {@link org.etrngateway.alert.Alerts}
 * knows what was told; a {@link org.etrngateway.alert.Messenger} tells it.
 */
package org.etrngateway.alert;
