/** Who may relay, trigger, turn; and how often. */
package org.etrngateway.policy;
