/**
 * Two leaderboards side by side: the same rows on the same boards, and what only one of them has.
 * Every figure comes from the outcome bits that the leaderboards embed.
 */
package org.robustgrid.report.runs;
