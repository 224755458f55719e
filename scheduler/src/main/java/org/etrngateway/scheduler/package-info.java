/** Time: retry schedules as pure functions, a clock that nobody sets, and alarms on Quartz behind a tiny interface. */
package org.etrngateway.scheduler;
