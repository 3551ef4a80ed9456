/**
 * The leaderboard as comma-separated values (RFC 4180) for spreadsheets and data frames. One line
 * is one rate.
 */
package org.robustgrid.report.csv;
