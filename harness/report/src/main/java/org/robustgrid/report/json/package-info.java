/** The leaderboard as JSON, the source of truth of every other report. */
package org.robustgrid.report.json;
