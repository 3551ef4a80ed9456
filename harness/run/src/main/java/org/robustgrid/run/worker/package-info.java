/**
 * The worker's side of a run: trains, evaluates and attacks, and judges what plugins answer by the
 * harness's own arithmetic. The only package of this module that computes with ND4J.
 */
package org.robustgrid.run.worker;
