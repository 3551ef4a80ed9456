/**
 * What tests of plugins and of the harness share. Nothing here is needed at run time except the
 * reader of golden vectors.
 */
package org.robustgrid.testkit;
