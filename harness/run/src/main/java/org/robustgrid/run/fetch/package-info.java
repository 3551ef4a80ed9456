/**
 * Fetches the files of data sets from their official addresses: with a resume after a cut, checked
 * by size and hash, and unpacked without trusting a name within. Nothing here runs unless the user
 * asks for it.
 */
package org.robustgrid.run.fetch;
