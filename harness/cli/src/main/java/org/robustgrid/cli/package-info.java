/**
 * The program: its entry point, its composition with Guice, and what becomes of errors. With its
 * sub-packages it is the only place that prints or exits.
 */
package org.robustgrid.cli;
