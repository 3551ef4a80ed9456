/**
 * Re-checks a finished run from its files alone: hashes, outcomes, kept images, reports. Nothing in
 * the folder is believed because it says so, and nothing in it is changed.
 */
package org.robustgrid.run.audit;
