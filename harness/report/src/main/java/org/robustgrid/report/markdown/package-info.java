/**
 * The leaderboard as Markdown: a table a board, with footnotes for flags. It reads well as plain
 * text and on a forge.
 */
package org.robustgrid.report.markdown;
