/** Time: retry schedules as pure functions, and alarms on Quartz behind a tiny interface. */
package org.etrngateway.scheduler;
