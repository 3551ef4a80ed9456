/**
 * Draws a leaderboard as files: JSON, Markdown, CSV and one self-contained HTML page. Every file is
 * a pure function of the leaderboard and its examples, the same bytes on every platform and locale.
 */
package org.robustgrid.report;
