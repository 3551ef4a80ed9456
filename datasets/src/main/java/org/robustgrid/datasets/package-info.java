/**
 * Data set plugins: readers of public formats, and the digits that ship with the project. Every
 * file is checked before a sample is read from it.
 */
package org.robustgrid.datasets;
