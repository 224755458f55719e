/**
 * The gateway as a process, between real mail systems. Tests tagged {@code peers} need what
 * {@code scripts/peers fetch} brings; tests tagged {@code kill} end the gateway with SIGKILL and audit the
 * two ledgers, one kept by the sender and one by the site; tests tagged {@code disks} do so on disks that fail
 * or are full, which {@code scripts/disks} makes.
 */
package org.etrngateway.peers;
