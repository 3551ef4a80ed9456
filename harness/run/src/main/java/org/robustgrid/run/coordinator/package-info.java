/**
 * The coordinator's side of a run: which cell is next, the processes that compute them, what
 * becomes of a process that hangs or dies. No class here touches ND4J.
 */
package org.robustgrid.run.coordinator;
