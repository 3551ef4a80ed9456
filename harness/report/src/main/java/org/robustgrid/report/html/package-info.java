/**
 * The leaderboard as one HTML page that opens from disk without a network. Markup is built here,
 * its looks and behaviour are resource files.
 */
package org.robustgrid.report.html;
