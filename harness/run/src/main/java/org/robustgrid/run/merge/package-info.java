/**
 * Unites run folders of one grid that were computed in shards, on one machine or several. Results
 * are taken over by key; what two folders both have must agree.
 */
package org.robustgrid.run.merge;
