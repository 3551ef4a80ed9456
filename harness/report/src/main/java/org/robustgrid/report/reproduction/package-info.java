/** Papers beside leaderboards: what they print, what was measured, and what is there of it. */
package org.robustgrid.report.reproduction;
