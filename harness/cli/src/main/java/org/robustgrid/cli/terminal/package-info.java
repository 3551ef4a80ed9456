/**
 * What the user sees: lines, tables and progress. Standard output carries results only, everything
 * else goes to standard error.
 */
package org.robustgrid.cli.terminal;
