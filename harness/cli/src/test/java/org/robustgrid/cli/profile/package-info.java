/**
 * The same attacks under several execution profiles, each in a process of its own. Starts must be
 * the same bits, and a verdict may change only where rounding decides it.
 */
package org.robustgrid.cli.profile;
