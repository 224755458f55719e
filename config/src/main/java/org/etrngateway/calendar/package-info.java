/**
 * Times that a rule describes. Constructing a value of this package is the proof that the rule can be followed. All is
 * local time, of no zone: which instants these are is for those to say who know the zone.
 */
package org.etrngateway.calendar;
