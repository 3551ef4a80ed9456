/**
 * One class a command. A command reads its options, calls the harness and says what came of it; it
 * computes nothing itself.
 */
package org.robustgrid.cli.command;
